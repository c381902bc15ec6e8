package cloud.atek.adb;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what commits did to records, in their order and without a gap. One thread owns it.
final class WatchReader implements AutoCloseable {

    private final Chain chain;
    private final Past past;
    private long position;
    private @Nullable CommitCursor cursor;

    /// @param after the last commit that is not read
    WatchReader(Chain chain, Past past, long after) {
        this.chain = chain;
        this.past = past;
        this.position = after;
    }

    /// The last commit that was read.
    long position() {
        return position;
    }

    /// What comes next, of what is on disk.
    ///
    /// @throws HistoryGoneException when compaction removed of it
    Optional<WatchedCommit> next() throws IOException {
        long last = chain.lastSequence();
        if (last <= position) {
            return Optional.empty();
        }
        Optional<Commit> next = read();
        if (next.isEmpty()) {
            close();
            next = read();
        }
        Commit commit = next.orElseThrow(() -> gone(chain, position));
        if (!follows(commit, position)) {
            throw gone(chain, position);
        }
        WatchedCommit watched = WatchedCommit.of(commit, past);
        position = commit.sequence();
        return Optional.of(watched);
    }

    /// The last commit is read again.
    void back() throws IOException {
        close();
        position--;
    }

    /// @throws HistoryGoneException when the commit behind `after` is not there any more
    static void require(Chain chain, long after) throws IOException {
        try (CommitCursor cursor = chain.read(after + 1)) {
            boolean there = cursor.next().filter(next -> follows(next.commit(), after)).isPresent();
            if (!there && chain.lastSequence() > after) {
                throw gone(chain, after);
            }
        }
    }

    @Override
    public void close() throws IOException {
        CommitCursor open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }

    private Optional<Commit> read() throws IOException {
        CommitCursor open = cursor == null ? chain.read(position + 1) : cursor;
        cursor = open;
        return open.next().map(SignedCommit::commit);
    }

    private static boolean follows(Commit commit, long after) {
        return commit.sequence() == after + 1 && commit.whole();
    }

    private static HistoryGoneException gone(Chain chain, long after) {
        long oldest = after;
        long expected = after + 1;
        try (CommitCursor cursor = chain.read(expected)) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                Commit commit = next.get().commit();
                oldest = commit.sequence() > expected ? commit.sequence() - 1 : oldest;
                oldest = commit.whole() ? oldest : commit.sequence();
                expected = commit.sequence() + 1;
            }
        } catch (IOException e) {
            oldest = chain.lastSequence();
        }
        return new HistoryGoneException(after, Math.max(oldest, after + 1));
    }
}
