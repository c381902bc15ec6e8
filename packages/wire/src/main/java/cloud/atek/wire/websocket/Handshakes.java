package cloud.atek.wire.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.wire.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The keys of the opening handshake. Source: RFC 6455 sections 1.3 and 4.
final class Handshakes {

    static final String VERSION = "13";
    static final int KEY_BYTES = 16;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshakes() {}

    /// What a server answers to `key`: proof that it speaks WebSocket.
    static String accept(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean wanted(Headers headers) {
        return headers.has("Connection", "upgrade") && headers.has("Upgrade", "websocket");
    }
}
