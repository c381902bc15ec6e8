package cloud.atek.adb;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads versions of records from the log: in the order of their commits fastest. One thread owns
/// it.
final class LogValues implements AutoCloseable {

    /// So many commits are read on rather than looked for anew.
    private static final int READ_ON_COMMITS = 16;

    private final Chain chain;
    private @Nullable CommitCursor cursor;

    /// The commit that was read last.
    private Read newest = new Read(0, Instant.EPOCH, Map.of());

    private record Read(long sequence, Instant time, Map<RowKey, Event.Put> puts) {}

    LogValues(Chain chain) {
        this.chain = chain;
    }

    /// The value of a version; empty when compaction removed it.
    Optional<String> json(Pointer pointer) throws IOException {
        Event.Put put =
                read(pointer.sequence()).puts().get(RecordEvents.row(PathBytes.of(pointer.path())));
        return put == null ? Optional.empty() : Optional.of(RecordEvents.json(put));
    }

    /// When a version was committed; empty when compaction removed the commit.
    Optional<Instant> time(Pointer pointer) throws IOException {
        Read read = read(pointer.sequence());
        return read.time().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(read.time());
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
        }
    }

    private Read read(long sequence) throws IOException {
        if (newest.sequence() != sequence) {
            newest = load(sequence);
        }
        return newest;
    }

    private Read load(long sequence) throws IOException {
        long ahead = sequence - newest.sequence();
        if (cursor == null || ahead < 1 || ahead > READ_ON_COMMITS) {
            close();
            cursor = chain.read(sequence);
        }
        Optional<SignedCommit> next = cursor.next();
        while (next.isPresent() && next.get().commit().sequence() < sequence) {
            next = cursor.next();
        }
        if (next.isEmpty() || next.get().commit().sequence() != sequence) {
            // The cursor is behind what is asked for next, so it is not read on.
            close();
            cursor = null;
            return new Read(sequence, Instant.EPOCH, Map.of());
        }
        Commit commit = next.get().commit();
        var puts = new HashMap<RowKey, Event.Put>();
        for (Event event : commit.events()) {
            if (event instanceof Event.Put put) {
                puts.put(put.key(), put);
            }
        }
        return new Read(sequence, commit.time(), puts);
    }
}
