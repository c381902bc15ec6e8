package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Key paths as bytes: the names in UTF-8, joined by a zero byte.
///
/// No name is empty or has a zero in it. So everything below a folder `f` stands between `f 00` and
/// `f 01`, the record at `f` itself stands before both, and the order of the bytes is the order of
/// a list.
final class PathBytes {

    /// Behind every path: no UTF-8 has this byte.
    static final byte[] END = {(byte) 0xff};

    private PathBytes() {}

    /// @throws InvalidRecordException when a name has half a character: it would become another
    ///   name
    static byte[] of(KeyPath path) {
        try {
            CharBuffer joined = CharBuffer.wrap(String.join("\0", path.segments()));
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(joined);
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new InvalidRecordException("A path has a name that is not Unicode", e);
        }
    }

    static KeyPath parse(byte[] bytes) {
        return KeyPath.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
    }

    /// What every path below `folder` begins with; empty for the root.
    static byte[] prefix(KeyPath folder) {
        return folder.isRoot() ? new byte[0] : append(of(folder), (byte) 0);
    }

    static byte[] append(byte[] bytes, byte last) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = last;
        return longer;
    }
}
