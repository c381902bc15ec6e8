package cloud.atek.services.datachain.tool;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.pipe.Compress;
import cloud.atek.datachain.pipe.Transformed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What can be shown of the body of a row.
sealed interface Body {

    /// Of the body as it is stored.
    int bytes();

    /// Text of a program or a person; may have line breaks.
    record Text(int bytes, String text) implements Body {}

    /// Something else.
    record Binary(int bytes, Hash hash) implements Body {}

    /// Only its readers can tell.
    record Sealed(int bytes) implements Body {}

    /// Neither sealed nor what it says it is.
    record Broken(int bytes, String reason) implements Body {}

    static Body of(Event.Put put) {
        int bytes = put.body().size();
        if (put.encoding().sealed()) {
            return new Sealed(bytes);
        }
        return switch (new Compress(Compress.BALANCED).overlay(put)) {
            case Transformed.Good(Event.Put plain) -> plain(plain.body(), bytes);
            case Transformed.Locked _ -> new Sealed(bytes);
            case Transformed.Damaged(String message) -> new Broken(bytes, message);
        };
    }

    private static Body plain(Bytes body, int stored) {
        String text = text(body);
        return text == null ? new Binary(stored, Hash.of(body.toArray())) : new Text(stored, text);
    }

    /// The body as text, if it is UTF-8 and looks like it.
    private static @Nullable String text(Bytes body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(body.toBuffer()).toString();
            // No text has these; others that a terminal obeys are escaped.
            boolean printable = text.codePoints().noneMatch(c -> c <= '\b');
            return printable ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /// Adds it to the description of an event.
    default void addTo(ObjectNode json) {
        json.put("bytes", bytes());
        switch (this) {
            case Text(_, String text) -> json.put("text", text);
            case Binary(_, Hash hash) -> json.put("sha256", hash.hex());
            case Sealed _ -> json.put("sealed", true);
            case Broken(_, String reason) -> json.put("broken", reason);
        }
    }

    /// In one line for a person.
    default String line() {
        return switch (this) {
            case Text(_, String text) -> '"' + escaped(text) + '"';
            case Binary(int bytes, Hash hash) ->
                    "%d bytes, SHA-256 %s…".formatted(bytes, hash.hex().substring(0, 16));
            case Sealed(int bytes) -> "sealed, %d bytes".formatted(bytes);
            case Broken(_, String reason) -> "broken: " + escaped(reason);
        };
    }

    /// `text` in one line that no terminal obeys: what is not printed is shown by its number.
    static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        case '\\' -> out.append("\\\\");
                        default -> {
                            int kind = Character.getType(c);
                            boolean hidden =
                                    kind == Character.CONTROL
                                            || kind == Character.FORMAT
                                            || kind == Character.LINE_SEPARATOR
                                            || kind == Character.PARAGRAPH_SEPARATOR
                                            || kind == Character.UNASSIGNED
                                            || kind == Character.PRIVATE_USE
                                            || kind == Character.SURROGATE;
                            if (hidden) {
                                out.append("\\u{%x}".formatted(c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        return out.toString();
    }
}
