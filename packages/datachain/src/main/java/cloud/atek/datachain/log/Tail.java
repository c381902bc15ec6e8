package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The end of the newest segment, with zeros written ahead of it. One thread owns it.
///
/// Frames are written over zeros that are on disk already: then a sync is one write of the disk,
/// where a file that grows costs a second one for its new size. A segment loses what is left of
/// them before another one begins or the log is closed.
final class Tail implements AutoCloseable {

    private final Segments segments;
    private final long segmentBytes;
    private final boolean ahead;
    private DiskFile file;
    private Segment segment;

    /// Size of the file.
    private long allocated;

    private long synced;
    private boolean dirty;
    private ByteBuffer buffer = ByteBuffer.allocate(LogLimits.READ_BYTES);

    /// @param synced the last sequence of the log
    /// @param ahead whether to write zeros ahead
    Tail(Segments segments, long synced, long segmentBytes, boolean ahead) throws IOException {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        this.ahead = ahead;
        this.synced = synced;
        this.segment = segments.newest();
        this.file = segments.openFile(segment);
        this.allocated = file.size();
    }

    /// Writes all of `batch`, durably.
    void write(List<Frame> batch) throws IOException {
        ByteBuffer bytes = encode(batch);
        if (segment.end() + bytes.remaining() > segmentBytes) {
            rotate();
        }
        long offset = segment.end();
        long end = offset + bytes.remaining();
        file.write(bytes, offset);
        if (end > allocated) {
            allocate(end);
        }
        file.sync();
        mark(batch, offset);
        segment.grow(end);
        synced = batch.getLast().sequence();
        dirty = true;
    }

    /// Begins a new segment, durably, unless nothing stands in the newest.
    void rotate() throws IOException {
        if (synced < segment.firstSequence()) {
            return;
        }
        if (allocated > segment.end()) {
            file.truncate(segment.end());
            file.sync();
        }
        DiskFile next = segments.add(synced + 1);
        file.close();
        file = next;
        segment = segments.newest();
        allocated = segment.end();
        dirty = false;
    }

    /// Proves to the next opener that all of it was on disk, and gives the rest of the zeros back.
    void finish() throws IOException {
        long end = segment.end();
        if (dirty) {
            ByteBuffer note = encode(List.of(new Frame(synced, synced, Frame.SYNCED, Bytes.EMPTY)));
            end += note.remaining();
            file.write(note, segment.end());
        }
        if (dirty || allocated > end) {
            file.truncate(end);
            file.sync();
        }
        segment.grow(end);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Lets zeros follow `end`, so far that they are worth their own write.
    private void allocate(long end) throws IOException {
        allocated = end;
        if (!ahead) {
            return;
        }
        long step =
                Math.clamp(end / 4, LogLimits.AHEAD_BYTES_MIN, (long) LogLimits.AHEAD_BYTES_MAX);
        long wanted = Math.min(end + step, Math.max(end, segmentBytes));
        ByteBuffer zeros =
                ByteBuffer.allocate((int) Math.min(wanted - end, LogLimits.AHEAD_BYTES_MIN));
        for (long at = end; at < wanted; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), wanted - at));
            file.write(zeros, at);
        }
        allocated = wanted;
    }

    private void mark(List<Frame> batch, long offset) {
        long at = offset;
        for (Frame frame : batch) {
            segment.mark(frame.sequence(), at);
            at += frame.size();
        }
    }

    private ByteBuffer encode(List<Frame> batch) {
        int size = batch.stream().mapToInt(Frame::size).sum();
        ByteBuffer out = size <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocate(size);
        for (Frame frame : batch) {
            new Frame(frame.sequence(), synced, frame.kind(), frame.body()).encode(out);
        }
        return out.flip();
    }
}
