package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which entries of a view are asked for: `{"prefix": ["crime"], "gte": ["crime", 1950]}`.
///
/// A bound is the beginning of a key: `gt` leaves out, and `lte` takes in, all keys that begin with
/// it. Every member may be left out.
///
/// @param prefix the values that the key begins with
/// @param limit of this page, 1 to [Query#LIMIT_MAX]
/// @param reverse from the last entry to the first
/// @param after the `next` of the page before, of the same question. The place it marks stays where
///   it is, whatever is written meanwhile
public record ViewQuery(
        List<JsonNode> prefix,
        @Nullable List<JsonNode> gt,
        @Nullable List<JsonNode> gte,
        @Nullable List<JsonNode> lt,
        @Nullable List<JsonNode> lte,
        int limit,
        boolean reverse,
        @Nullable String after) {

    public static final ViewQuery ALL =
            new ViewQuery(List.of(), null, null, null, null, Query.LIMIT_DEFAULT, false, null);

    private static final Set<String> MEMBERS =
            Set.of("prefix", "gt", "gte", "lt", "lte", "limit", "reverse", "after");

    public ViewQuery {
        prefix = List.copyOf(prefix);
        if (limit < 1 || limit > Query.LIMIT_MAX) {
            throw Places.wrong("/limit", limit + " is not in 1 to " + Query.LIMIT_MAX);
        }
    }

    public ViewQuery prefix(JsonNode... values) {
        return new ViewQuery(List.of(values), gt, gte, lt, lte, limit, reverse, after);
    }

    public ViewQuery atLeast(JsonNode... key) {
        return new ViewQuery(prefix, gt, List.of(key), lt, lte, limit, reverse, after);
    }

    public ViewQuery below(JsonNode... key) {
        return new ViewQuery(prefix, gt, gte, List.of(key), lte, limit, reverse, after);
    }

    public ViewQuery limit(int entries) {
        return new ViewQuery(prefix, gt, gte, lt, lte, entries, reverse, after);
    }

    public ViewQuery reversed() {
        return new ViewQuery(prefix, gt, gte, lt, lte, limit, !reverse, after);
    }

    public ViewQuery after(@Nullable String cursor) {
        return new ViewQuery(prefix, gt, gte, lt, lte, limit, reverse, cursor);
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ViewQuery from(JsonNode json) {
        Places.requireMembers(json, "", "a question to a view", MEMBERS);
        List<JsonNode> prefix = key(json, "prefix");
        return new ViewQuery(
                prefix == null ? List.of() : prefix,
                key(json, "gt"),
                key(json, "gte"),
                key(json, "lt"),
                key(json, "lte"),
                Places.limit(json),
                Places.truth(json, "", "reverse"),
                Places.text(json, "after"));
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "prefix", prefix.isEmpty() ? null : prefix);
        put(json, "gt", gt);
        put(json, "gte", gte);
        put(json, "lt", lt);
        put(json, "lte", lte);
        json.put("limit", limit);
        if (reverse) {
            json.put("reverse", true);
        }
        return after == null ? json : json.put("after", after);
    }

    private static @Nullable List<JsonNode> key(JsonNode json, String member) {
        return Places.values(json, member, ViewConfig.KEY_MAX);
    }

    private static void put(ObjectNode json, String member, @Nullable List<JsonNode> key) {
        if (key != null) {
            json.putArray(member).addAll(key);
        }
    }
}
