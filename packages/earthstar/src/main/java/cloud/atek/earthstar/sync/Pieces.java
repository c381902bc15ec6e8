package cloud.atek.earthstar.sync;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Sends long messages through a channel of short ones. The first byte of each short one is 1 when
/// it is the last of its message, else 0. One thread receives; any thread may send.
final class Pieces {

    private static final int PIECE_BYTES = MessageChannel.MESSAGE_BYTES_MAX - 1;

    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicLong bytes = new AtomicLong();
    private final MessageChannel channel;

    Pieces(MessageChannel channel) {
        this.channel = channel;
    }

    /// That went either way so far.
    long bytes() {
        return bytes.get();
    }

    void send(byte[] message) throws IOException {
        sending.lock();
        try {
            int at = 0;
            do {
                int end = Math.min(at + PIECE_BYTES, message.length);
                var piece = new byte[1 + end - at];
                piece[0] = (byte) (end == message.length ? 1 : 0);
                System.arraycopy(message, at, piece, 1, end - at);
                channel.send(piece);
                bytes.addAndGet(piece.length);
                at = end;
            } while (at < message.length);
        } finally {
            sending.unlock();
        }
    }

    /// The next message; nothing when the other side ended the channel.
    ///
    /// @throws MalformedBatchException when what comes is none, or too long
    Optional<byte[]> receive() throws IOException {
        var whole = new ByteArrayOutputStream();
        while (true) {
            Optional<byte[]> came = channel.receive();
            if (came.isEmpty()) {
                return Optional.empty();
            }
            byte[] piece = came.get();
            bytes.addAndGet(piece.length);
            if (piece.length == 0 || piece[0] < 0 || piece[0] > 1) {
                throw new MalformedBatchException("a piece that says not whether it is the last");
            }
            if (whole.size() + piece.length > Batch.MESSAGE_BYTES_MAX) {
                throw new MalformedBatchException(
                        "a message of more than %d bytes".formatted(Batch.MESSAGE_BYTES_MAX));
            }
            if (piece[0] == 1 && whole.size() == 0) {
                return Optional.of(Arrays.copyOfRange(piece, 1, piece.length));
            }
            whole.write(piece, 1, piece.length - 1);
            if (piece[0] == 1) {
                return Optional.of(whole.toByteArray());
            }
        }
    }
}
