package cloud.atek.kit.adb;

import cloud.atek.api.adb.AutoKeys;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the records of one folder are: their Java type, where they stand, their key, what they must
/// look like and what is filled in.
///
/// ```java
/// static final Schema<Note> NOTES =
///         Schema.define(Note.class, "example.com/note")
///                 .key("/id")
///                 .json("""
///                         {"type": "object", "required": ["id", "text"],
///                          "properties": {"text": {"type": "string", "maxLength": 1000}}}""");
/// ```
///
/// A value; thread-safe. The databases know nothing of it: another program can write there what it
/// likes, which is why what is read is checked too.
///
/// @param <T> what Jackson makes of a record's value and back, such as a Java record
public final class Schema<T> {

    private final Class<T> type;
    private final KeyPath path;
    private final AutoKeys autoKeys;
    private final List<Pointer> key;
    private final @Nullable JsonSchema json;
    private final Map<String, Supplier<?>> autos;

    private Schema(
            Class<T> type,
            KeyPath path,
            AutoKeys autoKeys,
            List<Pointer> key,
            @Nullable JsonSchema json,
            Map<String, Supplier<?>> autos) {
        this.type = type;
        this.path = path;
        this.autoKeys = autoKeys;
        this.key = key;
        this.json = json;
        this.autos = autos;
    }

    /// Records right below `path`, each with a key made of the time, until [#key] says otherwise.
    public static <T> Schema<T> define(Class<T> type, String path) {
        return new Schema<>(
                type,
                KeyPath.parse(path),
                new AutoKeys(Clock.systemUTC()),
                List.of(),
                null,
                Map.of());
    }

    /// A record's key is made of the texts, numbers or truths at these JSON pointers in it, joined
    /// with commas.
    public Schema<T> key(String... pointers) {
        List<Pointer> parts = Arrays.stream(pointers).map(Pointer::new).toList();
        return new Schema<>(type, path, autoKeys, parts, json, autos);
    }

    /// Records are held against this JSON Schema, of draft 2020-12 unless its `$schema` says
    /// otherwise, formats included. What has a `default` is filled in, when it is read as well. A
    /// `createdAt` among its `properties` is filled in with the time when a record is created.
    ///
    /// @throws IllegalArgumentException when it is no JSON object
    public Schema<T> json(String jsonSchema) {
        JsonSchema parsed = JsonSchema.parse(jsonSchema);
        Schema<T> with = new Schema<>(type, path, autoKeys, key, parsed, autos);
        return parsed.has("createdAt") && !autos.containsKey("createdAt")
                ? with.auto("createdAt", () -> Clock.systemUTC().instant())
                : with;
    }

    /// Fills in a member that a new record lacks.
    public Schema<T> auto(String member, Supplier<?> value) {
        var all = new LinkedHashMap<String, Supplier<?>>(autos);
        all.put(member, value);
        return new Schema<>(type, path, autoKeys, key, json, all);
    }

    /// The records of this kind in a database. What does not fit is refused with an exception,
    /// until [Table#onInvalid] says otherwise.
    public Table<T> in(Db db) {
        return new Table<>(this, db, OnInvalid.THROW);
    }

    KeyPath path() {
        return path;
    }

    Class<T> type() {
        return type;
    }

    /// @throws IllegalArgumentException when the value has nothing to make a key of
    String keyOf(ObjectNode value) {
        return key.isEmpty()
                ? autoKeys.next()
                : key.stream().map(part -> partOf(value, part)).collect(Collectors.joining(","));
    }

    private static String partOf(ObjectNode value, Pointer pointer) {
        JsonNode part = value.at(pointer.compiled());
        if (!part.isValueNode() || part.isNull()) {
            throw new IllegalArgumentException(
                    "no key can be made: want a text, a number or a truth at " + pointer);
        }
        return part.asText();
    }

    void fillNew(ObjectNode value) {
        autos.forEach((member, auto) -> {
            if (!value.hasNonNull(member)) {
                value.set(member, Mapping.JSON.<JsonNode>valueToTree(auto.get()));
            }
        });
    }

    void fillDefaults(ObjectNode value) {
        if (json != null) {
            json.fill(value);
        }
    }

    List<String> problems(ObjectNode value) {
        return json == null ? List.of() : json.problems(value);
    }
}
