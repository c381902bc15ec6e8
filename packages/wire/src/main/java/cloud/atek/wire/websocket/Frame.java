package cloud.atek.wire.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// One frame as read.
///
/// ```
/// offset size
///      0    1  FIN 0x80, reserved 0x70 (zero), opcode 0x0F
///      1    1  MASK 0x80, length 0 to 125; 126: in the next 2 bytes; 127: in the next 8
///      …    4  masking key, with MASK alone
///      …    n  payload, each byte XOR a byte of the key
/// ```
///
/// Source: RFC 6455 section 5.2.
@SuppressWarnings("ArrayRecordComponent")
record Frame(boolean last, int opcode, byte[] payload) {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /// Of a control frame.
    static final int CONTROL_BYTES_MAX = 125;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASK = 0x80;
    private static final int KEY_BYTES = 4;

    boolean control() {
        return opcode >= CLOSE;
    }

    /// @param role ours
    /// @param room how many payload bytes are still welcome
    /// @throws EOFException when the stream ends
    static Frame read(InputStream in, Role role, int room) throws IOException {
        int first = need(in);
        int second = need(in);
        int opcode = first & 0x0F;
        boolean last = (first & FIN) != 0;
        checkShape(first, opcode, last, second & 0x7F);
        if (((second & MASK) != 0) != (role == Role.SERVER)) {
            throw broken(role == Role.SERVER ? "want masked frames" : "want unmasked frames");
        }
        long length = length(in, second & 0x7F);
        if (length > (opcode >= CLOSE ? CONTROL_BYTES_MAX : room)) {
            throw new WebSocketException(CloseCode.TOO_BIG, "message too big");
        }
        byte[] key = role == Role.SERVER ? exactly(in, KEY_BYTES) : new byte[KEY_BYTES];
        byte[] payload = exactly(in, (int) length);
        mask(payload, key);
        return new Frame(last, opcode, payload);
    }

    private static void checkShape(int first, int opcode, boolean last, int length)
            throws WebSocketException {
        if ((first & RESERVED) != 0) {
            throw broken("want no reserved bits");
        }
        if (opcode > PONG || (opcode > BINARY && opcode < CLOSE)) {
            throw broken("want a known opcode");
        }
        if (opcode >= CLOSE && (!last || length > CONTROL_BYTES_MAX)) {
            throw broken("want control frames whole and of at most 125 bytes");
        }
    }

    private static long length(InputStream in, int length) throws IOException {
        if (length < 126) {
            return length;
        }
        long told = 0;
        for (int i = 0, bytes = length == 126 ? 2 : 8; i < bytes; i++) {
            told = told << 8 | need(in);
        }
        if (told < 0 || told < (length == 126 ? 126 : 1 << 16)) {
            throw broken("want the shortest form of a length");
        }
        return told;
    }

    private static int need(InputStream in) throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the peer closed without a close frame");
        }
        return b;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer closed inside a frame");
        }
        return bytes;
    }

    static void mask(byte[] payload, byte[] key) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i & 3];
        }
    }

    private static WebSocketException broken(String message) {
        return new WebSocketException(CloseCode.PROTOCOL_ERROR, message);
    }

    /// The bytes of a frame to send.
    ///
    /// @param key empty for none, else 4 bytes
    static byte[] write(boolean last, int opcode, byte[] payload, byte[] key) {
        int length = payload.length;
        int extended = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
        var frame = new byte[2 + extended + key.length + length];
        frame[0] = (byte) ((last ? FIN : 0) | opcode);
        int told = extended == 0 ? length : extended == 2 ? 126 : 127;
        frame[1] = (byte) ((key.length > 0 ? MASK : 0) | told);
        for (int i = 0; i < extended; i++) {
            frame[2 + i] = (byte) ((long) length >>> (8 * (extended - 1 - i)));
        }
        int at = 2 + extended;
        System.arraycopy(key, 0, frame, at, key.length);
        at += key.length;
        for (int i = 0; i < length; i++) {
            frame[at + i] = (byte) (key.length > 0 ? payload[i] ^ key[i & 3] : payload[i]);
        }
        return frame;
    }
}
