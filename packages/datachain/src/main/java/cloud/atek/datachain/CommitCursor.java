package cloud.atek.datachain;

import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.LogPosition;
import cloud.atek.datachain.log.PrunedRun;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a chain commit by commit, in memory of about one commit, up to what is on disk; it may be
/// asked again when there is more. One thread owns it. After an exception it is of no more use.
public final class CommitCursor implements AutoCloseable {

    private final LogCursor frames;

    CommitCursor(LogCursor frames) {
        this.frames = frames;
    }

    /// The next commit, or nothing when the last one on disk was read; commits that compaction
    /// removed are passed over. Its checksum was verified, its place in the chain and its signature
    /// were not: that is [Chain#verify].
    ///
    /// @throws DamagedLogException when it should be there and is not readable
    public Optional<SignedCommit> next() throws IOException {
        for (Entry entry = entry(); entry != null; entry = entry()) {
            if (entry instanceof Entry.Present(_, SignedCommit commit)) {
                return Optional.of(commit);
            }
        }
        return Optional.empty();
    }

    /// What the next frame holds.
    sealed interface Entry {

        /// A commit, perhaps without some of its events.
        record Present(Frame frame, SignedCommit commit) implements Entry {}

        /// Commits that compaction removed.
        record Removed(PrunedRun run) implements Entry {}
    }

    /// What comes next, as [#next], or null.
    @Nullable Entry entry() throws IOException {
        Optional<Frame> frame = frames.next();
        if (frame.isEmpty()) {
            return null;
        }
        return frame.get().kind() == Frame.PRUNED
                ? new Entry.Removed(PrunedRun.of(frame.get()))
                : new Entry.Present(frame.get(), read(frame.get()));
    }

    /// Whether what was read last stands in a compacted segment.
    boolean compacted() {
        return frames.compacted();
    }

    /// Reads on to the last byte on disk.
    ///
    /// @throws DamagedLogException when something there is not readable
    void drain() throws IOException {
        frames.drain();
    }

    /// Where the commit stands that was read last.
    public LogPosition where() {
        return frames.where();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }

    private SignedCommit read(Frame frame) throws DamagedLogException {
        if (frame.kind() != Frame.COMMIT) {
            throw new DamagedLogException(where(), "a frame of kind " + frame.kind());
        }
        try {
            SignedCommit commit = CommitCodec.read(frame.body());
            if (commit.commit().sequence() != frame.sequence()) {
                throw new DamagedLogException(
                        where(), "the commit " + commit.commit().sequence() + " in a wrong frame");
            }
            return commit;
        } catch (MalformedCommitException e) {
            throw new DamagedLogException(where(), "a broken commit: " + e.getMessage());
        }
    }
}
