package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Where a record stands in a database: names from the outside in, such as `users`, `bob`.
///
/// On the wire it is a string whose slashes part the names (leading, trailing and double ones mean
/// nothing), or an array of names taken verbatim, which may hold slashes.
///
/// @param segments no empty ones, no NUL; all of them at most [#BYTES_MAX] bytes of UTF-8. No
///   segment at all is the root of the database
public record KeyPath(@JsonValue List<String> segments) {

    public static final int BYTES_MAX = 1024;
    public static final KeyPath ROOT = new KeyPath(List.of());

    public KeyPath {
        segments = List.copyOf(segments);
        long bytes = 0;
        for (String segment : segments) {
            if (segment.isEmpty() || segment.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a path has an empty name or a NUL in it");
            }
            bytes += utf8Length(segment) + 1L;
        }
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a path is " + bytes + " bytes long, at most " + BYTES_MAX + " fit");
        }
    }

    /// Without making the bytes: lists have many paths. Half a character counts as what it would
    /// become, one byte.
    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                bytes += pair ? 4 : 1;
                i += pair ? 1 : 0;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    public static KeyPath of(String... segments) {
        return new KeyPath(Arrays.asList(segments));
    }

    /// Reads `/a/b`, and every sloppy spelling of it.
    public static KeyPath parse(String text) {
        return new KeyPath(Stream.of(text.split("/")).filter(name -> !name.isEmpty()).toList());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static KeyPath from(JsonNode json) {
        if (json.isTextual()) {
            return parse(json.textValue());
        }
        if (!json.isArray()) {
            throw new IllegalArgumentException("a path is a string or an array of strings");
        }
        var names = new ArrayList<String>();
        for (JsonNode name : json) {
            if (!name.isTextual()) {
                throw new IllegalArgumentException("a path is a string or an array of strings");
            }
            names.add(name.textValue());
        }
        return new KeyPath(names);
    }

    public KeyPath child(String name) {
        return new KeyPath(Stream.concat(segments.stream(), Stream.of(name)).toList());
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    /// The last name.
    ///
    /// @throws java.util.NoSuchElementException for the root, which has none
    public String name() {
        return segments.getLast();
    }

    /// As people write it: `/a/b`.
    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
