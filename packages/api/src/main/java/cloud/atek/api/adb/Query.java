package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A question to a database.
///
/// ```
/// {
///   "path": "/books",
///   "where": {"/author": {"eq": "Lem"}},
///   "orderBy": [{"pointer": "/year", "desc": true}, "/title"],
///   "select": ["/title", "/year"],
///   "limit": 20,
///   "after": "AQ...",
///   "count": true
/// }
/// ```
///
/// Every member may be left out.
///
/// @param path records below it, those in folders included
/// @param orderBy what to sort by, in the order of [Filter]; what has no value comes first. Records
///   that agree in all of these are in the order of their paths, in the direction of the last
///   member. Of a long value only the beginning counts, some hundred bytes. A member without a
///   pointer sorts by the path and is the last one
/// @param select what of each record to answer; null for the whole. A record's value keeps its
///   nesting and has nothing but what is named here
/// @param limit of this page, 0 to [#LIMIT_MAX]
/// @param after the `next` of the page before, from the same path, filter and order. The place it
///   marks stays where it is, whatever is written meanwhile
/// @param count whether to say how many records the filter holds for, on all pages
/// @param at the state that is asked; now unless given. Indexes know of now alone, so the records
///   below the path must be few enough to be read
public record Query(
        KeyPath path,
        Filter where,
        List<Order> orderBy,
        @Nullable List<Pointer> select,
        int limit,
        @Nullable String after,
        boolean count,
        @Nullable Moment at) {

    /// Members of [#orderBy].
    public static final int ORDER_MAX = 4;

    /// Members of [#select].
    public static final int SELECT_MAX = 100;

    /// Records of one page.
    public static final int LIMIT_MAX = 1000;

    /// Records of a page when the query does not say.
    public static final int LIMIT_DEFAULT = 100;

    private static final Set<String> MEMBERS =
            Set.of("path", "where", "orderBy", "select", "limit", "after", "count", "at");

    public Query {
        orderBy = List.copyOf(orderBy);
        select = select == null ? null : List.copyOf(select);
        if (limit < 0 || limit > LIMIT_MAX) {
            throw Places.wrong("/limit", limit + " is not in 0 to " + LIMIT_MAX);
        }
        if (orderBy.size() > ORDER_MAX) {
            throw Places.wrong("/orderBy", "at most " + ORDER_MAX + " members fit");
        }
        for (int i = 0; i < orderBy.size() - 1; i++) {
            if (orderBy.get(i).pointer() == null) {
                throw Places.wrong(
                        "/orderBy/" + i, "without a pointer it sorts by path, and must be last");
            }
        }
    }

    /// Every record below `path`, the first [#LIMIT_DEFAULT] of them.
    public static Query below(KeyPath path) {
        return new Query(path, Filter.ALL, List.of(), null, LIMIT_DEFAULT, null, false, null);
    }

    public Query where(Filter filter) {
        return new Query(path, filter, orderBy, select, limit, after, count, at);
    }

    public Query orderBy(Order... orders) {
        return new Query(path, where, List.of(orders), select, limit, after, count, at);
    }

    public Query select(Pointer... pointers) {
        return new Query(path, where, orderBy, List.of(pointers), limit, after, count, at);
    }

    public Query limit(int records) {
        return new Query(path, where, orderBy, select, records, after, count, at);
    }

    public Query after(@Nullable String cursor) {
        return new Query(path, where, orderBy, select, limit, cursor, count, at);
    }

    public Query counted() {
        return new Query(path, where, orderBy, select, limit, after, true, at);
    }

    /// @param moment the state that is asked
    public Query at(Moment moment) {
        return new Query(path, where, orderBy, select, limit, after, count, moment);
    }

    /// @throws IllegalArgumentException with the place and what was wanted there
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Query from(JsonNode json) {
        Places.requireMembers(json, "", "a query", MEMBERS);
        JsonNode where = json.path("where");
        return new Query(
                Places.path(json),
                where.isMissingNode() || where.isNull()
                        ? Filter.ALL
                        : FilterJson.read(where, "/where"),
                orders(json.path("orderBy")),
                Places.pointers(json, "select", SELECT_MAX),
                Places.limit(json),
                Places.text(json, "after"),
                Places.truth(json, "", "count"),
                moment(json.path("at")));
    }

    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        path.segments().forEach(json.putArray("path")::add);
        json.set("where", FilterJson.write(where));
        for (Order order : orderBy) {
            ObjectNode one = json.withArray("/orderBy").addObject().put("desc", order.descending());
            if (order.pointer() != null) {
                one.put("pointer", order.pointer().text());
            }
        }
        if (select != null) {
            select.forEach(pointer -> json.withArray("/select").add(pointer.text()));
        }
        json.put("limit", limit);
        if (after != null) {
            json.put("after", after);
        }
        if (at != null) {
            json.set("at", at.toNode());
        }
        return count ? json.put("count", true) : json;
    }

    private static @Nullable Moment moment(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return null;
        }
        try {
            return Moment.from(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("/at: " + e.getMessage(), e);
        }
    }

    private static List<Order> orders(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return List.of();
        }
        if (!json.isArray() || json.size() > ORDER_MAX) {
            throw Places.wrong("/orderBy", "want an array of at most " + ORDER_MAX + " members");
        }
        var orders = new ArrayList<Order>();
        for (JsonNode one : json) {
            orders.add(order(one, "/orderBy/" + orders.size()));
        }
        return orders;
    }

    private static Order order(JsonNode json, String place) {
        if (json.isTextual()) {
            return new Order(Places.pointer(json.textValue(), place), false);
        }
        Places.requireMembers(json, place, "a JSON pointer or an order", Set.of("pointer", "desc"));
        JsonNode pointer = json.path("pointer");
        if (!pointer.isMissingNode() && !pointer.isTextual()) {
            throw Places.wrong(place + "/pointer", "want a string, got " + Places.kind(pointer));
        }
        return new Order(
                pointer.isMissingNode()
                        ? null
                        : Places.pointer(pointer.textValue(), place + "/pointer"),
                Places.truth(json, place, "desc"));
    }

    /// One thing to sort by.
    ///
    /// @param pointer null for the record's path
    public record Order(@Nullable Pointer pointer, boolean descending) {

        public static Order up(String pointer) {
            return new Order(new Pointer(pointer), false);
        }

        public static Order down(String pointer) {
            return new Order(new Pointer(pointer), true);
        }
    }
}
