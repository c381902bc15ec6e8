package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to watch.
///
/// @param path records below it, those in folders included
/// @param where records that it holds for, and those that it held for until now
/// @param fromSeq the last commit that the caller knows of: he hears of what is after it. Null for
///   what comes from now on
public record WatchOptions(KeyPath path, Filter where, @Nullable Long fromSeq) {

    public static final WatchOptions ALL = new WatchOptions(KeyPath.ROOT, Filter.ALL, null);

    private static final Set<String> MEMBERS = Set.of("path", "where", "fromSeq");

    public WatchOptions {
        if (fromSeq != null && fromSeq < 0) {
            throw Places.wrong("/fromSeq", "no commit has the sequence " + fromSeq);
        }
    }

    /// All records below `path`.
    public static WatchOptions below(KeyPath path) {
        return new WatchOptions(path, Filter.ALL, null);
    }

    public WatchOptions where(Filter filter) {
        return new WatchOptions(path, filter, fromSeq);
    }

    /// @param sequence of the last commit that is known
    public WatchOptions after(long sequence) {
        return new WatchOptions(path, where, sequence);
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WatchOptions from(JsonNode json) {
        Places.requireMembers(json, "", "what to watch", MEMBERS);
        JsonNode where = json.path("where");
        return new WatchOptions(
                Places.path(json),
                where.isMissingNode() || where.isNull()
                        ? Filter.ALL
                        : FilterJson.read(where, "/where"),
                sequence(json.path("fromSeq")));
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        path.segments().forEach(json.putArray("path")::add);
        json.set("where", FilterJson.write(where));
        return fromSeq == null ? json : json.put("fromSeq", fromSeq);
    }

    private static @Nullable Long sequence(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return null;
        }
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw Places.wrong("/fromSeq", "want a whole number, got " + Places.kind(json));
        }
        return json.longValue();
    }
}
