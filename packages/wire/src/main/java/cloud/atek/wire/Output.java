package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;

/// Collects what is to be sent, so that a head and a small body leave in one write. One thread owns
/// it.
final class Output {

    private static final int BUFFER_BYTES = 1 << 10;
    private static final int BUFFER_BYTES_MAX = 32 << 10;

    /// A larger buffer is given back when it is empty: there are many connections.
    private static final int BUFFER_BYTES_KEPT = 4 << 10;

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final Transport transport;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    Output(Transport transport) {
        this.transport = transport;
    }

    /// Each character as one byte: 0x00 to 0xFF.
    Output text(String text) throws IOException {
        int length = text.length();
        makeRoom(length);
        if (length > buffer.length) {
            throw new IOException("a line of " + length + " characters is too long to send");
        }
        for (int i = 0; i < length; i++) {
            buffer[used + i] = (byte) text.charAt(i);
        }
        used += length;
        return this;
    }

    Output hex(int number) throws IOException {
        makeRoom(8);
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(number)) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            buffer[used++] = HEX[(number >>> (4 * i)) & 15];
        }
        return this;
    }

    Output bytes(byte[] bytes, int offset, int length) throws IOException {
        makeRoom(length);
        if (length > buffer.length) {
            transport.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, used, length);
            used += length;
        }
        return this;
    }

    void flush() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            transport.write(buffer, 0, length);
            if (buffer.length > BUFFER_BYTES_KEPT) {
                buffer = new byte[BUFFER_BYTES];
            }
        }
    }

    private void makeRoom(int length) throws IOException {
        if (used + length <= buffer.length) {
            return;
        }
        if (used + length <= BUFFER_BYTES_MAX) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, used + length));
            return;
        }
        flush();
    }
}
