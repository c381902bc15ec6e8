package cloud.atek.datachain;

import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.LogPosition;
import java.io.IOException;
import java.util.Optional;

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
        Optional<Frame> frame = frames.next();
        while (frame.isPresent() && frame.get().kind() == Frame.PRUNED) {
            frame = frames.next();
        }
        return frame.isEmpty() ? Optional.empty() : Optional.of(read(frame.get()));
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
