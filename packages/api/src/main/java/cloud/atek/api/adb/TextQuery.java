package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A search for words: `{"path": "/notes", "text": "solar \"white dwarf\" plan*"}`.
///
/// A record is found when it has all the words, in any case and with or without accents. Words in
/// double quotes must stand together, and a star behind a word finds every word that begins so. All
/// other signs part words and mean nothing.
///
/// @param text 1 to [#TEXT_CHARS_MAX] characters, at most [#WORDS_MAX] words
/// @param pointers where the words may stand, some of the index's; null for all of these
/// @param limit of this page, 0 to [Query#LIMIT_MAX]
/// @param after the `next` of the page before
public record TextQuery(
        KeyPath path,
        String text,
        @Nullable List<Pointer> pointers,
        int limit,
        @Nullable String after) {

    public static final int TEXT_CHARS_MAX = 1024;
    public static final int WORDS_MAX = 32;

    private static final Set<String> MEMBERS = Set.of("path", "text", "pointers", "limit", "after");

    public TextQuery {
        pointers = pointers == null ? null : List.copyOf(pointers);
        if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
            throw Places.wrong("/text", "want 1 to %,d characters".formatted(TEXT_CHARS_MAX));
        }
        if (limit < 0 || limit > Query.LIMIT_MAX) {
            throw Places.wrong("/limit", limit + " is not in 0 to " + Query.LIMIT_MAX);
        }
    }

    public static TextQuery below(KeyPath path, String text) {
        return new TextQuery(path, text, null, Query.LIMIT_DEFAULT, null);
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TextQuery from(JsonNode json) {
        Places.requireMembers(json, "", "a text query", MEMBERS);
        String text = Places.text(json, "text");
        if (text == null) {
            throw Places.wrong("/text", "want the words to look for, a string");
        }
        return new TextQuery(
                Places.path(json),
                text,
                Places.pointers(json, "pointers", IndexConfig.POINTERS_MAX),
                Places.limit(json),
                Places.text(json, "after"));
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        path.segments().forEach(json.putArray("path")::add);
        json.put("text", text).put("limit", limit);
        if (pointers != null) {
            pointers.forEach(pointer -> json.withArray("/pointers").add(pointer.text()));
        }
        return after == null ? json : json.put("after", after);
    }
}
