package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/// A view that a database keeps: entries made of its records, sorted by keys.
///
/// ```
/// {"name": "by-tag", "path": "/books", "where": {"/draft": {"ne": true}},
///  "key": ["/tags", "/year"], "value": ["/title"]}
/// ```
///
/// A record has an entry when `where` holds for it and there is something at every pointer of the
/// key. A pointer that ends at an array, or goes into one by anything but an index, stands for each
/// of its elements: the record then has an entry for each. Pointers that meet the same array mean
/// the same element of it, those of the value too; different arrays give every combination. Equal
/// entries of one record are one.
///
/// @param name letters, digits, dot, dash and underscore; 1 to 64 of them
/// @param path the view is of all records below it; the root when left out
/// @param key 1 to [#KEY_MAX] pointers, what the entries are sorted by from left to right, in the
///   order of [Filter]. Of a long value only the beginning counts, 512 bytes
/// @param value up to [#VALUE_MAX] pointers, what the entries have besides
public record ViewConfig(
        String name, KeyPath path, Filter where, List<Pointer> key, List<Pointer> value) {

    public static final int KEY_MAX = 8;
    public static final int VALUE_MAX = 32;

    private static final Set<String> MEMBERS = Set.of("name", "path", "where", "key", "value");

    public ViewConfig {
        key = List.copyOf(key);
        value = List.copyOf(value);
        Places.requireName(name);
        if (key.isEmpty() || key.size() > KEY_MAX) {
            throw Places.wrong("/key", "want 1 to " + KEY_MAX + " JSON pointers");
        }
        if (value.size() > VALUE_MAX) {
            throw Places.wrong("/value", "want at most " + VALUE_MAX + " JSON pointers");
        }
    }

    /// A view of all records below `path`, whose entries have no values.
    public static ViewConfig by(String name, KeyPath path, String... key) {
        return new ViewConfig(name, path, Filter.ALL, pointers(key), List.of());
    }

    public ViewConfig where(Filter filter) {
        return new ViewConfig(name, path, filter, key, value);
    }

    public ViewConfig values(String... pointers) {
        return new ViewConfig(name, path, where, key, pointers(pointers));
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ViewConfig from(JsonNode json) {
        Places.requireMembers(json, "", "a view", MEMBERS);
        String name = Places.text(json, "name");
        JsonNode where = json.path("where");
        List<Pointer> key = Places.pointers(json, "key", KEY_MAX);
        List<Pointer> value = Places.pointers(json, "value", VALUE_MAX);
        return new ViewConfig(
                name == null ? "" : name,
                Places.path(json),
                where.isMissingNode() || where.isNull()
                        ? Filter.ALL
                        : FilterJson.read(where, "/where"),
                key == null ? List.of() : key,
                value == null ? List.of() : value);
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        path.segments().forEach(json.putArray("path")::add);
        if (!where.equals(Filter.ALL)) {
            json.set("where", FilterJson.write(where));
        }
        key.forEach(pointer -> json.withArray("/key").add(pointer.text()));
        value.forEach(pointer -> json.withArray("/value").add(pointer.text()));
        return json;
    }

    private static List<Pointer> pointers(String... texts) {
        return List.of(texts).stream().map(Pointer::new).toList();
    }
}
