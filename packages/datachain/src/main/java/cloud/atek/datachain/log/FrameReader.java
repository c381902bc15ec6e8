package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Reads the frames of one segment in order, in memory of about one frame. One thread owns it.
final class FrameReader implements AutoCloseable {

    /// What stands at the reader's place.
    sealed interface Found {

        /// @param first sequence it begins with
        /// @param offset where the frame begins
        record Good(Frame frame, long first, long offset) implements Found {}

        /// Nothing more before the limit.
        record End() implements Found {}

        /// No good frame; the reader stays before it.
        record Bad(String reason) implements Found {}
    }

    private static final Found END = new Found.End();

    private final DiskFile file;
    private final @Nullable MessageDigest digest;
    private ByteBuffer buffer = ByteBuffer.allocate(LogLimits.READ_BYTES).limit(0);

    /// Of the buffer's first byte, in the file.
    private long bufferOffset;

    FrameReader(DiskFile file, long offset) {
        this(file, offset, null);
    }

    /// @param digest gets all bytes of every good frame but a seal's
    FrameReader(DiskFile file, long offset, @Nullable MessageDigest digest) {
        this.file = file;
        this.bufferOffset = offset;
        this.digest = digest;
    }

    /// In bytes from the start of the file: where the next frame begins.
    long offset() {
        return bufferOffset + buffer.position();
    }

    /// Reads the next frame, and no byte from `limit` on.
    Found next(long limit) throws IOException {
        long start = offset();
        if (start >= limit) {
            return END;
        }
        if (!fill(Frame.BYTES_MIN, limit)) {
            return new Found.Bad("the frame is cut off after " + buffer.remaining() + " bytes");
        }
        int payload = buffer.getInt(buffer.position());
        if (!Frame.plausible(payload)) {
            return new Found.Bad("a frame cannot be " + payload + " bytes long");
        }
        if (!fill(Frame.HEADER_BYTES + payload, limit)) {
            return new Found.Bad("the frame is cut off, want " + payload + " bytes");
        }
        int at = buffer.position();
        if (Frame.checksum(buffer, at + Frame.HEADER_BYTES, payload) != buffer.getInt(at + 4)) {
            return new Found.Bad("the checksum does not match");
        }
        return decode(at, start);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Found decode(int at, long start) {
        try {
            Frame frame = Frame.decode(buffer);
            long first = frame.first();
            if (digest != null && frame.kind() != Frame.SEAL) {
                digest.update(buffer.slice(at, buffer.position() - at));
            }
            return new Found.Good(frame, first, start);
        } catch (IllegalArgumentException e) {
            buffer.position(at);
            return new Found.Bad("not a frame: " + e.getMessage());
        }
    }

    /// Makes at least `wanted` bytes remain in the buffer, if the file has them before `limit`.
    private boolean fill(int wanted, long limit) throws IOException {
        if (buffer.remaining() >= wanted) {
            return true;
        }
        long offset = offset();
        if (limit - offset < wanted) {
            return false;
        }
        ByteBuffer next = roomFor(wanted);
        next.limit((int) Math.min(next.capacity(), limit - offset));
        file.read(next, offset + next.position());
        bufferOffset = offset;
        buffer = next.flip();
        return buffer.remaining() >= wanted;
    }

    /// A buffer that begins with what remains in the present one.
    private ByteBuffer roomFor(int wanted) {
        int capacity = Math.max(wanted, LogLimits.READ_BYTES);
        if (capacity == buffer.capacity()) {
            return buffer.compact();
        }
        return ByteBuffer.allocate(capacity).put(buffer);
    }
}
