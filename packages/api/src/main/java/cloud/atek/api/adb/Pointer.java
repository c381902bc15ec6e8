package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;

/// Names one value in a record, as RFC 6901 says: `/author/name`, `/tags/0`. Empty, it names the
/// whole record; in names, `~1` stands for a slash and `~0` for a tilde.
public record Pointer(@JsonValue String text) {

    public static final int LENGTH_MAX = 1024;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Pointer {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a pointer has %,d characters: at most %,d fit"
                            .formatted(text.length(), LENGTH_MAX));
        }
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no JSON pointer: want one such as /author/name");
        }
        requireEscapes(text);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a pointer has half a character in it");
        }
    }

    /// For looking it up in a tree.
    public JsonPointer compiled() {
        return JsonPointer.compile(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static void requireEscapes(String text) {
        for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
            if (at + 1 == text.length() || "01".indexOf(text.charAt(at + 1)) < 0) {
                throw new IllegalArgumentException(
                        "\""
                                + text
                                + "\" is no JSON pointer: a tilde is written ~0, a slash in a name ~1");
            }
        }
    }
}
