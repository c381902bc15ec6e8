package cloud.atek.datachain.chains;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The name of a chain, such as `/domain/user/name`.
///
/// Its folder is that path, so that people find it, with each part written as follows: lower-case
/// letters, digits, `-` and `_` stand as they are; every other byte of its UTF-8 is `%` and two
/// lower-case hex digits; the last part gets `.chain` at its end. So no name leads out of the
/// folder of all chains, no two have the same folder, not even where letter case does not count,
/// and no chain is in the folder of another.
///
/// @param value 1 to [#PARTS_MAX] parts, each with a `/` before it, of 1 to [#PART_BYTES_MAX] bytes
///   of UTF-8 without control characters
public record ChainName(String value) {

    public static final int PARTS_MAX = 8;

    /// Three times as many, and the ending, fit in the name of a file.
    public static final int PART_BYTES_MAX = 80;

    private static final String ENDING = ".chain";
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-_";

    public ChainName {
        if (!value.startsWith("/")) {
            throw wrong(value, "it must begin with a /");
        }
        List<String> parts = parts(value);
        if (parts.size() > PARTS_MAX) {
            throw wrong(value, "it has %d parts, and %d fit".formatted(parts.size(), PARTS_MAX));
        }
        for (String part : parts) {
            int bytes = utf8(value, part).remaining();
            if (bytes < 1 || bytes > PART_BYTES_MAX) {
                throw wrong(
                        value,
                        "a part has %d bytes, want 1 to %d".formatted(bytes, PART_BYTES_MAX));
            }
            if (part.chars().anyMatch(Character::isISOControl)) {
                throw wrong(value, "it has a control character");
            }
        }
    }

    /// Where the chain is, below the folder of all chains.
    public Path folder() {
        var path = new StringBuilder();
        for (String part : parts(value)) {
            if (!path.isEmpty()) {
                path.append('/');
            }
            escape(utf8(value, part), path);
        }
        return Path.of(path.append(ENDING).toString());
    }

    @Override
    public String toString() {
        return value;
    }

    private static List<String> parts(String value) {
        return List.of(value.substring(1).split("/", -1));
    }

    private static void escape(ByteBuffer part, StringBuilder out) {
        while (part.hasRemaining()) {
            byte at = part.get();
            if (PLAIN.indexOf(at) >= 0) {
                out.append((char) at);
            } else {
                out.append("%%%02x".formatted(at));
            }
        }
    }

    private static ByteBuffer utf8(String value, String part) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
        } catch (CharacterCodingException e) {
            throw wrong(value, "it is not Unicode");
        }
    }

    private static IllegalArgumentException wrong(String value, String why) {
        return new IllegalArgumentException("not the name of a chain: \"" + value + "\": " + why);
    }
}
