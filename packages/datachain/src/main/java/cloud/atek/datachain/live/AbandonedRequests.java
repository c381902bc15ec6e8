package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Removes the rows of callers that died: long after the deadline nobody else does. Thread-safe.
final class AbandonedRequests {

    private final Chain chain;
    private final Leases leases;
    private final Place service;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant due;

    AbandonedRequests(Chain chain, Leases leases, Place service) {
        this.chain = chain;
        this.leases = leases;
        this.service = service;
        this.due = chain.now();
    }

    /// Looks for them, if nobody did lately.
    void sweep() throws IOException {
        Instant now = chain.now();
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!now.isBefore(due)) {
                due = now.plus(LiveLimits.ABANDONED_AFTER);
                for (Snapshot.Row request : before(now.minus(LiveLimits.ABANDONED_AFTER))) {
                    remove(request.key(), request.sequence());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The requests whose deadline is past.
    private List<Snapshot.Row> before(Instant time) throws IOException {
        var found = new ArrayList<Snapshot.Row>();
        try (Snapshot snapshot = chain.snapshot()) {
            for (Snapshot.Row row : snapshot.children(service, null, LiveLimits.SCAN_ROWS_MAX)) {
                Event.Put put = snapshot.load(row.key()).orElseThrow();
                if (RequestRows.deadline(put).isBefore(time)) {
                    found.add(row);
                }
            }
        }
        return found;
    }

    /// A conflict means that somebody does something with it; the next sweep sees.
    private void remove(RowKey request, long sequence) throws IOException {
        RowKey answer = RequestRows.answerRow(request);
        var edits = new ArrayList<>(leases.forget(leases.standing(request), request));
        edits.add(new Edit(new Event.Tombstone(request), sequence));
        if (chain.sequenceOf(answer) != Edit.ABSENT) {
            edits.add(Edit.of(new Event.Tombstone(answer)));
        }
        chain.commit(new Change(edits));
    }
}
