package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Compacted;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What a database keeps of its past, and what it gives up. Thread-safe.
public final class Upkeep {

    private final Database database;
    private final Chain chain;
    private final Past past;
    private final PurgeVoter voter;
    private final ReentrantLock lock = new ReentrantLock();

    Upkeep(Database database, Chain chain, Past past, PurgeVoter voter) {
        this.database = database;
        this.chain = chain;
        this.past = past;
        this.voter = voter;
    }

    /// What was purged.
    ///
    /// @param sequence of the commit that says so; of the last one where there was nothing
    /// @param records how many paths
    /// @param versions puts and deletions
    public record Purge(long sequence, long records, long versions) {}

    public Retention retention() {
        return chain.genesis().retention();
    }

    /// Keeps so much from the next compaction on.
    public void retain(Retention wanted) throws IOException {
        Genesis now = chain.genesis();
        if (!now.retention().equals(wanted)) {
            database.commit(Change.of(new Genesis(now.trust(), now.roots(), wanted).event()));
        }
    }

    /// Removes from the log what the retention does not keep and what was purged.
    public Compacted compact() throws IOException {
        lock.lock();
        try {
            Map<RowKey, Long> purged = database.purged();
            if (!(retention() instanceof Retention.All) || !purged.isEmpty()) {
                voter.know(purged);
                if (!purged.isEmpty()) {
                    // A crash may have come between the purge and this.
                    past.reopen();
                }
                database.commit(Change.of(KnownEvents.put(known())));
            }
            return chain.compact();
        } finally {
            lock.unlock();
        }
    }

    /// The newest commit that the last compaction looked at.
    long compactedTo() {
        return voter.seen();
    }

    /// Whether a compaction could remove anything.
    ///
    /// @param last the newest commit that the last compaction looked at, 0 for none
    boolean wantsCompaction(long last) throws IOException {
        return !(retention() instanceof Retention.All) || isPurged(last);
    }

    /// Whether something was purged since.
    boolean isPurged(long last) throws IOException {
        return database.purged().values().stream().anyMatch(sequence -> sequence > last);
    }

    /// Forgets a record and all it was, and what is below it when `below`.
    ///
    /// @param by who wants it, for the row that tells of it
    /// @throws InvalidRecordException for the root without `below`
    public Purge purge(KeyPath path, boolean below, String by) throws IOException {
        if (path.isRoot() && !below) {
            throw new InvalidRecordException(
                    "A purge wants a path, such as /notes/1, or below: true");
        }
        long sequence = chain.lastSequence();
        long records = 0;
        long versions = 0;
        List<HistoryIndex.Ever> part = past.ever(path, below, new byte[0]);
        while (!part.isEmpty()) {
            sequence = commit(part, by);
            records += part.size();
            versions += part.stream().mapToLong(HistoryIndex.Ever::versions).sum();
            part = below ? past.ever(path, true, part.getLast().path()) : List.of();
        }
        if (records > 0) {
            database.reopenView();
            past.reopen();
        }
        return new Purge(sequence, records, versions);
    }

    private long commit(List<HistoryIndex.Ever> part, String by) throws IOException {
        var edits = new ArrayList<Edit>();
        long versions = 0;
        for (HistoryIndex.Ever one : part) {
            if (chain.sequenceOf(one.row()) != Edit.ABSENT) {
                edits.add(Edit.of(new Event.Tombstone(one.row())));
            }
            versions += one.versions();
        }
        List<String> rows = part.stream().map(one -> one.row().toString()).toList();
        var purged = new PurgeEvents.Purged(by, versions, rows);
        edits.add(Edit.of(PurgeEvents.put(chain.newKey(), purged)));
        return database.commit(new Change(edits, List.of()));
    }

    /// From where on every state will be known when the log was compacted.
    private long known() throws IOException {
        long before = knownBefore();
        return switch (retention()) {
            case Retention.All() -> before;
            case Retention.Versions(_) -> chain.lastSequence();
            case Retention.Days(int days) -> {
                Instant first = chain.now().minus(Duration.ofDays(days));
                yield Math.max(before, past.sequence(first, chain.lastSequence()));
            }
        };
    }

    private long knownBefore() throws IOException {
        try (Snapshot now = chain.snapshot()) {
            Optional<Event.Put> row = now.load(KnownEvents.ROW);
            return row.isPresent() ? KnownEvents.read(row.get()) : 0;
        }
    }
}
