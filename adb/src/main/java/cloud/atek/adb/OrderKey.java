package cloud.atek.adb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A JSON value as bytes that sort as [JsonOrder] does. Never shared between threads.
///
/// ```
/// 01 nothing   10 null   20 false   21 true
/// 30 number    8 bytes double with its sign turned, 2 bytes the remainder of a long from 32768
/// 40 string    UTF-8, escaped
/// 50 array     its elements' keys, escaped as a whole
/// 60 object    its members by name, each the key of the name and of the value, escaped as a whole
/// escaped      00 becomes 00 ff, and 00 00 is the end
/// ```
///
/// No key is the beginning of another one, so some of them joined sort by the first, then by the
/// second and so on; and no key goes on with ff, so `key ff` is behind all that begin with `key`.
/// Of a text, array or object only the first 512 bytes count: what agrees in these has one key.
///
/// @param bytes of one value
/// @param exact whether nothing was cut off: no other value has this key
@SuppressWarnings("ArrayRecordComponent")
record OrderKey(byte[] bytes, boolean exact) {

    /// Bytes of a text, array or object before they are escaped.
    static final int CONTENT_BYTES_MAX = 512;

    static final int MISSING = 0x01;
    static final int NULL = 0x10;
    static final int FALSE = 0x20;
    static final int TRUE = 0x21;
    static final int NUMBER = 0x30;
    static final int STRING = 0x40;
    static final int ARRAY = 0x50;
    static final int OBJECT = 0x60;

    private static final byte BEHIND = (byte) 0xff;

    static OrderKey of(JsonNode json) {
        int rank = JsonOrder.rank(json);
        return switch (rank) {
            case NUMBER -> number(json);
            case STRING -> escaped(STRING, start(json.textValue()), true);
            case ARRAY, OBJECT -> escaped(rank, content(json), true);
            default -> new OrderKey(new byte[] {(byte) rank}, true);
        };
    }

    /// What the keys of all strings that begin so begin with.
    static OrderKey ofPrefix(String prefix) {
        return escaped(STRING, start(prefix), false);
    }

    /// Behind every key that begins with `key`, before all others that are greater.
    static byte[] behind(byte[] key) {
        return PathBytes.append(key, BEHIND);
    }

    private static OrderKey number(JsonNode json) {
        long bits = Double.doubleToLongBits(JsonOrder.near(json));
        long sortable = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        int rest = JsonOrder.rest(json) + (1 << 15);
        ByteBuffer out = ByteBuffer.allocate(11).put((byte) NUMBER);
        return new OrderKey(out.putLong(sortable).putShort((short) rest).array(), true);
    }

    private static OrderKey escaped(int rank, byte[] content, boolean whole) {
        int length = Math.min(content.length, CONTENT_BYTES_MAX);
        var out = new ByteArrayOutputStream(length + 3);
        out.write(rank);
        for (int i = 0; i < length; i++) {
            out.write(content[i]);
            if (content[i] == 0) {
                out.write(BEHIND);
            }
        }
        if (whole) {
            out.write(0);
            out.write(0);
        }
        return new OrderKey(out.toByteArray(), content.length < CONTENT_BYTES_MAX);
    }

    /// At least as many bytes as count, if there are as many.
    private static byte[] start(String text) {
        // One more character, so that a pair at the end stays whole.
        int chars = Math.min(text.length(), CONTENT_BYTES_MAX + 1);
        byte[] bytes = text.substring(0, chars).getBytes(StandardCharsets.UTF_8);
        return bytes.length <= CONTENT_BYTES_MAX ? bytes : Arrays.copyOf(bytes, CONTENT_BYTES_MAX);
    }

    private static byte[] content(JsonNode json) {
        var out = new ByteArrayOutputStream();
        if (json.isArray()) {
            for (JsonNode element : json) {
                out.writeBytes(of(element).bytes());
                if (out.size() >= CONTENT_BYTES_MAX) {
                    break;
                }
            }
            return out.toByteArray();
        }
        for (var member : JsonOrder.members(json)) {
            out.writeBytes(escaped(STRING, start(member.getKey()), true).bytes());
            out.writeBytes(of(member.getValue()).bytes());
            if (out.size() >= CONTENT_BYTES_MAX) {
                break;
            }
        }
        return out.toByteArray();
    }
}
