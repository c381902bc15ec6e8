package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An index that a database keeps: `{"name": "by-author", "path": "/books", "pointers": ["/author",
/// "/year"]}`.
///
/// An index of values finds and sorts by its pointers from left to right: the one above serves
/// queries for an author, for an author's books in a range of years or sorted by year, and for all
/// books sorted by author and year. An index of text (`"kind": "text"`) serves word searches in all
/// strings at and below its pointers.
///
/// @param name letters, digits, dot, dash and underscore; 1 to 64 of them
/// @param path the index is of all records below it; the root when left out
/// @param pointers 1 to [#POINTERS_MAX] different ones
public record IndexConfig(String name, Kind kind, KeyPath path, List<Pointer> pointers) {

    public static final int POINTERS_MAX = 8;

    private static final Set<String> MEMBERS = Set.of("name", "kind", "path", "pointers");

    public IndexConfig {
        pointers = List.copyOf(pointers);
        Places.requireName(name);
        if (pointers.isEmpty() || pointers.size() > POINTERS_MAX) {
            throw Places.wrong("/pointers", "want 1 to " + POINTERS_MAX + " JSON pointers");
        }
        if (new HashSet<>(pointers).size() != pointers.size()) {
            throw Places.wrong("/pointers", "one of them is there twice");
        }
    }

    /// An index of values.
    public static IndexConfig values(String name, KeyPath path, String... pointers) {
        return new IndexConfig(
                name, Kind.VALUE, path, List.of(pointers).stream().map(Pointer::new).toList());
    }

    /// An index of words.
    public static IndexConfig text(String name, KeyPath path, String... pointers) {
        return new IndexConfig(
                name, Kind.TEXT, path, List.of(pointers).stream().map(Pointer::new).toList());
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static IndexConfig from(JsonNode json) {
        Places.requireMembers(json, "", "an index", MEMBERS);
        String name = Places.text(json, "name");
        String kind = Places.text(json, "kind");
        List<Pointer> pointers = Places.pointers(json, "pointers", POINTERS_MAX);
        return new IndexConfig(
                name == null ? "" : name,
                kind(kind == null ? "value" : kind),
                Places.path(json),
                pointers == null ? List.of() : pointers);
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("kind", kind.name().toLowerCase(Locale.ROOT));
        path.segments().forEach(json.putArray("path")::add);
        pointers.forEach(pointer -> json.withArray("/pointers").add(pointer.text()));
        return json;
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "value" -> Kind.VALUE;
            case "text" -> Kind.TEXT;
            default ->
                    throw Places.wrong(
                            "/kind", "\"" + Places.shown(name) + "\": want value or text");
        };
    }

    /// What an index is good for.
    public enum Kind {
        VALUE,
        TEXT
    }
}
