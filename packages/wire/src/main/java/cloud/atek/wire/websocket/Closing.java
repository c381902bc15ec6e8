package cloud.atek.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The payload of a close frame: nothing, or a code of 2 bytes and a reason. Source: RFC 6455
/// section 5.5.1.
final class Closing {

    private static final int REASON_BYTES_MAX = Frame.CONTROL_BYTES_MAX - 2;

    private Closing() {}

    static Message.Closed read(byte[] payload) throws WebSocketException {
        if (payload.length == 0) {
            return new Message.Closed(CloseCode.NONE, "");
        }
        int code = payload.length == 1 ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        if (!CloseCode.sendable(code)) {
            throw new WebSocketException(CloseCode.PROTOCOL_ERROR, "want a known close code");
        }
        return new Message.Closed(code, Inbox.text(Arrays.copyOfRange(payload, 2, payload.length)));
    }

    static byte[] write(int code, String reason) {
        if (!CloseCode.sendable(code)) {
            throw new IllegalArgumentException("close code " + code + " is never sent");
        }
        byte[] text = cut(reason).getBytes(UTF_8);
        var payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    private static String cut(String reason) {
        String shorter = reason;
        while (shorter.getBytes(UTF_8).length > REASON_BYTES_MAX) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
