package cloud.atek.wire.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts the fragments of one message together. One thread owns it.
final class Inbox {

    private static final int NOTHING = -1;

    private final int bytesMax;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    private int opcode = NOTHING;

    Inbox(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// How many bytes the message on its way may still have.
    int room() {
        return bytesMax - parts.size();
    }

    /// @return the message when `frame` was its last, else null
    @Nullable Message add(Frame frame) throws WebSocketException {
        if ((frame.opcode() == Frame.CONTINUATION) == (opcode == NOTHING)) {
            throw new WebSocketException(
                    CloseCode.PROTOCOL_ERROR, "want the fragments of one message in a row");
        }
        if (frame.last() && opcode == NOTHING) {
            return message(frame.opcode(), frame.payload());
        }
        if (opcode == NOTHING) {
            opcode = frame.opcode();
        }
        parts.writeBytes(frame.payload());
        if (!frame.last()) {
            return null;
        }
        Message message = message(opcode, parts.toByteArray());
        parts.reset();
        opcode = NOTHING;
        return message;
    }

    private static Message message(int opcode, byte[] bytes) throws WebSocketException {
        return opcode == Frame.TEXT ? new Message.Text(text(bytes)) : new Message.Binary(bytes);
    }

    static String text(byte[] bytes) throws WebSocketException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new WebSocketException(CloseCode.BAD_TEXT, "want text to be UTF-8");
        }
    }
}
