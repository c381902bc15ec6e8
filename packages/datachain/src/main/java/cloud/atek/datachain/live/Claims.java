package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.live.LeaseTable.Standing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Gives out the rows of one place, the oldest free one first, each under a lease. Thread-safe.
///
/// Workers of one object do not get in each other's way; those of several are kept apart by the
/// chain alone.
final class Claims {

    private static final int PAGE_ROWS = 256;

    private final Chain chain;
    private final Leases leases;
    private final Place place;
    private final WorkTerms terms;
    private final Wanted wanted;
    private final ReentrantLock lock = new ReentrantLock();

    /// Rows that a thread is about to take.
    private final Set<RowKey> busy = new HashSet<>();

    /// The last of the rows at the head of the place that nobody will take, or null.
    private Snapshot.@Nullable Row passed;

    /// Whether a row is to be given out at all. It is asked for rows that nobody holds.
    @FunctionalInterface
    interface Wanted {
        boolean wants(Snapshot snapshot, Snapshot.Row row) throws IOException;
    }

    /// What was found.
    sealed interface Found {

        record Claimed(Message message) implements Found {}

        /// A message that was given out too many times, and is in nobody's hands.
        record Exhausted(Event.Put row, long sequence, Standing standing) implements Found {}

        /// @param soonest when the next one becomes free, if its holder does not renew;
        ///   [Instant#MAX] when none will
        record Nothing(Instant soonest) implements Found {}

        record Refused(List<Outcome.Reason> reasons) implements Found {}
    }

    /// A row that was free.
    private record Pick(Snapshot.Row row, Standing standing) {}

    Claims(Chain chain, Leases leases, Place place, WorkTerms terms, Wanted wanted) {
        this.chain = chain;
        this.leases = leases;
        this.place = place;
        this.terms = terms;
        this.wanted = wanted;
    }

    Found next() throws IOException {
        try (Snapshot snapshot = chain.snapshot()) {
            while (true) {
                var scan = new Scan(snapshot);
                Pick pick = pick(scan);
                if (pick == null) {
                    return new Found.Nothing(scan.soonest);
                }
                try {
                    Found found = claim(snapshot, pick);
                    if (found != null) {
                        return found;
                    }
                } finally {
                    leave(pick.row().key());
                }
            }
        }
    }

    /// Lets rows be looked at again that were passed over for good.
    void lookAgain() {
        lock.lock();
        try {
            passed = null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Pick pick(Scan scan) throws IOException {
        lock.lock();
        try {
            Pick pick = scan.run();
            if (pick != null) {
                busy.add(pick.row().key());
            }
            return pick;
        } finally {
            lock.unlock();
        }
    }

    private void leave(RowKey row) {
        lock.lock();
        try {
            busy.remove(row);
        } finally {
            lock.unlock();
        }
    }

    /// Null when somebody else was quicker.
    private @Nullable Found claim(Snapshot snapshot, Pick pick) throws IOException {
        Snapshot.Row row = pick.row();
        if (pick.standing().grants() >= terms.attemptsMax()) {
            Event.Put put = snapshot.load(row.key()).orElseThrow();
            return new Found.Exhausted(put, row.sequence(), pick.standing());
        }
        var there = new Guard(row.key(), row.sequence());
        return switch (leases.acquire(row.key(), terms.term(), List.of(there))) {
            case Grant.Held(Lease lease) ->
                    new Found.Claimed(
                            new Message(
                                    snapshot.load(row.key()).orElseThrow(), row.sequence(), lease));
            case Grant.Taken _ -> null;
            case Grant.Refused(var reasons) ->
                    reasons.stream().allMatch(Outcome.Reason.Conflict.class::isInstance)
                            ? null
                            : new Found.Refused(reasons);
        };
    }

    /// One way through the place from its oldest row on, under the lock.
    private final class Scan {

        private final Snapshot snapshot;
        private Instant soonest = Instant.MAX;
        private boolean atHead = true;

        Scan(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        /// The oldest row that is free now, or null. When there seems to be none it looks at all of
        /// them: somebody else may have let a row be taken again that was passed over.
        @Nullable Pick run() throws IOException {
            RowKey after = start();
            Pick pick = behind(after);
            if (pick != null || after == null) {
                return pick;
            }
            passed = null;
            atHead = true;
            return behind(null);
        }

        private @Nullable Pick behind(@Nullable RowKey start) throws IOException {
            RowKey after = start;
            for (int seen = 0; seen < LiveLimits.SCAN_ROWS_MAX; seen += PAGE_ROWS) {
                List<Snapshot.Row> page = snapshot.children(place, after, PAGE_ROWS);
                for (Snapshot.Row row : page) {
                    Standing standing = leases.standing(row.key());
                    if (free(row, standing)) {
                        return new Pick(row, standing);
                    }
                }
                if (page.size() < PAGE_ROWS) {
                    return null;
                }
                after = page.getLast().key();
            }
            return null;
        }

        /// The row to begin behind, if it is still where it was.
        private @Nullable RowKey start() {
            Snapshot.Row known = passed;
            if (known == null || !snapshot.find(known.key()).equals(Optional.of(known))) {
                passed = null;
                return null;
            }
            return known.key();
        }

        private boolean free(Snapshot.Row row, Standing standing) throws IOException {
            if (standing.parked()) {
                passed = atHead ? row : passed;
                return false;
            }
            atHead = false;
            if (!standing.free(chain.now())) {
                soonest = standing.until().isBefore(soonest) ? standing.until() : soonest;
                return false;
            }
            return !busy.contains(row.key())
                    && chain.sequenceOf(row.key()) == row.sequence()
                    && wanted.wants(snapshot, row);
        }
    }
}
