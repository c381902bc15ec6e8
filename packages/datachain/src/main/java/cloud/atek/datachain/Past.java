package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The commits that a compaction can change: those before a sequence, with the rows as they are
/// there. What comes from that commit on stays as it is: so everything that an open snapshot can
/// see stays, and everything that a power cut can bring back. One thread owns it.
///
/// @param rows at the last commit that is looked at, which is the newest or that of the oldest open
///   snapshot
/// @param order of the chain: only under it are the rows looked at
/// @param forgetBefore rows that were removed before this sequence are to be forgotten, with all
///   their history; 0 for none
record Past(RowSnapshot rows, ReentrantLock order, History history, long forgetBefore) {

    /// What is known of the row of an event.
    ///
    /// @param row its number; 0 when it is forgotten
    /// @param newest the commit that put it last, negative when that one removed it, 0 when it is
    ///   forgotten
    record Known(int row, long newest) {

        boolean removed() {
            return newest <= 0;
        }

        boolean newestIs(long sequence) {
            return Math.abs(newest) == sequence;
        }
    }

    /// The first sequence that stays as it is.
    long sequence() {
        return rows.sequence();
    }

    /// The rows of these events, in their order.
    List<Known> known(List<Commit.Item.Kept> events) {
        var known = new ArrayList<Known>(events.size());
        order.lock();
        try {
            for (Commit.Item.Kept one : events) {
                int row = rows.rowNumber(one.event().key());
                known.add(new Known(row, row == RowSlots.NONE ? 0 : rows.sequence(row)));
            }
            return known;
        } finally {
            order.unlock();
        }
    }

    /// Whether all that is left of the row is to go.
    boolean forgets(Known known) {
        return known.removed() && -known.newest() < forgetBefore;
    }
}
