package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A compacted segment in the making: it gets every commit of its range in order, each kept or
/// pruned, and takes the place of the segments that it covers in one step. Nobody waits for it.
///
/// Closing it before it is finished leaves the log as it was. One thread owns it.
public final class SegmentMaker implements AutoCloseable {

    /// Written between two syncs: in small steps, so that those who commit never wait behind a
    /// large one.
    private static final int SYNC_BYTES = 1 << 20;

    private final Segments segments;
    private final Segment segment;
    private final DiskFile file;
    private final MessageDigest digest = SegmentReader.sha256();
    private final List<Hash> run = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(LogLimits.READ_BYTES);

    /// Offset of the buffer's first byte.
    private long written;

    private long unsynced;
    private long next;
    private boolean finished;
    private boolean closed;

    SegmentMaker(Segments segments, Segment segment, DiskFile file) {
        this.segments = segments;
        this.segment = segment;
        this.file = file;
        this.next = segment.firstSequence();
        buffer.put(segment.header().encode());
    }

    /// The sequence that is to come next.
    public long next() {
        return next;
    }

    /// Keeps a frame: a commit, perhaps with another body than before, or a run that was pruned
    /// earlier.
    ///
    /// @param frame begins with [#next]; its `synced` does not matter
    /// @throws IllegalArgumentException when it is another one
    public void append(Frame frame) throws IOException {
        requireNext(frame.first(), frame.sequence());
        if (!frame.numbered()) {
            throw new IllegalArgumentException("a note of kind " + frame.kind() + ", not a commit");
        }
        if (frame.kind() == Frame.PRUNED) {
            PrunedRun pruned = PrunedRun.of(frame);
            for (long sequence = pruned.first(); sequence <= pruned.last(); sequence++) {
                prune(pruned.leaf(sequence));
            }
            return;
        }
        endRun();
        write(new Frame(frame.sequence(), segment.last(), frame.kind(), frame.body()), next);
        next++;
    }

    /// Removes the commit [#next], of which only its leaf hash stays.
    public void prune(Hash leaf) throws IOException {
        requireNext(next, next);
        run.add(leaf);
        next++;
        if (run.size() == LogLimits.PRUNED_MAX) {
            endRun();
        }
    }

    /// Ends the segment with `memo` and a seal over everything, and swaps it in, durably; the
    /// segments that it covers are deleted.
    ///
    /// @param memo what the frames do not tell any more, for [SealCheck#remembered]: 1 to
    ///   [LogLimits#BODY_BYTES_MAX] bytes
    /// @throws IllegalStateException when commits of the range are missing
    /// @throws IOException when the disk failed; the log then holds either the old frames of this
    ///   range or the new ones
    public SegmentRange finish(Bytes memo, Sealer sealer) throws IOException {
        if (next <= segment.last() || finished) {
            throw new IllegalStateException(
                    "want the commits " + next + " to " + segment.last() + " and one end");
        }
        if (memo.size() == 0) {
            throw new IllegalArgumentException("a memo has at least one byte");
        }
        endRun();
        write(new Frame(segment.last(), segment.last(), Frame.MEMO, memo), next);
        flush();
        write(new Frame(segment.last(), segment.last(), Frame.SEAL, seal(sealer)), next);
        flush();
        file.sync();
        segment.grow(written);
        segments.swap(segment);
        finished = true;
        return segment.range();
    }

    /// Abandons what is not finished. Doing it twice does nothing.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        file.close();
        if (!finished) {
            segments.abandon(segment);
        }
    }

    private void requireNext(long first, long last) {
        if (finished || closed || first != next || last > segment.last()) {
            throw new IllegalArgumentException(
                    "want the frame "
                            + next
                            + " of at most "
                            + segment.last()
                            + ", came "
                            + first
                            + " to "
                            + last);
        }
    }

    private Bytes seal(Sealer sealer) {
        SegmentHeader header = segment.header();
        var hash = new Hash(Bytes.owning(digest.digest()));
        Bytes seal = sealer.seal(new SealedRange(header.id(), header.first(), header.last(), hash));
        if (seal.size() < 1 || seal.size() > LogLimits.SEAL_BYTES_MAX) {
            throw new IllegalArgumentException("a seal of " + seal.size() + " bytes");
        }
        return seal;
    }

    private void endRun() throws IOException {
        if (!run.isEmpty()) {
            PrunedRun pruned = PrunedRun.of(next - run.size(), run);
            write(pruned.frame(segment.last()), pruned.first());
            run.clear();
        }
    }

    private void write(Frame frame, long first) throws IOException {
        if (frame.size() > buffer.remaining()) {
            flush();
            buffer = frame.size() > buffer.capacity() ? ByteBuffer.allocate(frame.size()) : buffer;
        }
        if (frame.numbered()) {
            segment.mark(first, written + buffer.position());
        }
        frame.encode(buffer);
    }

    private void flush() throws IOException {
        buffer.flip();
        digest.update(buffer.duplicate());
        int size = buffer.remaining();
        file.write(buffer, written);
        written += size;
        unsynced += size;
        buffer.clear();
        if (unsynced >= SYNC_BYTES) {
            file.sync();
            unsynced = 0;
        }
    }
}
