package cloud.atek.datachain;

import cloud.atek.datachain.log.Log;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds commits by their time, which never falls from one to the next. Any thread.
///
/// @param last the last sequence that is looked at; it is on disk
record CommitTimes(Log log, long last) {

    /// The first sequence from which on all commits that are still there were made at `time` or
    /// later; `last + 1` when none was.
    long first(Instant time) throws IOException {
        long from = 1;
        long to = last + 1;
        while (from < to) {
            long middle = (from + to) >>> 1;
            Commit commit = next(middle);
            if (commit != null && commit.time().isBefore(time)) {
                from = commit.sequence() + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /// The first commit that is still there, from `sequence` on, or null.
    private @Nullable Commit next(long sequence) throws IOException {
        try (var cursor = new CommitCursor(log.read(sequence))) {
            return cursor.next().map(SignedCommit::commit).orElse(null);
        }
    }
}
