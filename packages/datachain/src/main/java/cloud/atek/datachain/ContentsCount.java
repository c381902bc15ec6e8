package cloud.atek.datachain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Counts what is in a chain, commit by commit. One thread at a time.
final class ContentsCount {

    private final RowTable table = new RowTable();
    private long commits;
    private long events;
    private long rows;
    private long bodyBytes;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;

    void add(Commit commit) {
        commits++;
        first = first == null ? commit.time() : first;
        last = commit.time();
        for (Event event : commit.events()) {
            events++;
            boolean known = table.sequenceOf(event.key()) != Edit.ABSENT;
            if (event instanceof Event.Put put) {
                rows += known ? 0 : 1;
                bodyBytes += put.body().size();
            } else {
                rows -= known ? 1 : 0;
            }
            table.apply(event, commit.sequence());
        }
    }

    /// @param all commits that were ever made
    ChainReader.Contents of(long all) {
        return new ChainReader.Contents(
                commits,
                all - commits,
                events,
                rows,
                table.removedCount(),
                bodyBytes,
                first == null ? last : first,
                last);
    }
}
