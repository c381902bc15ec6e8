package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.Query.Order;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Collects one page of a query from the records of a plan. It holds no more than the page: while
/// it sorts, of each record the keys and not the JSON. Used once, by one thread.
final class PageBuilder implements RecordScan.Visitor {

    private final Query query;
    private final Plan plan;
    private final @Nullable QueryCursor after;
    private final @Nullable Predicate<JsonNode> asks;
    private final List<@Nullable JsonPointer> pointers;
    private final Comparator<Found> order;
    private final List<Found> inOrder = new ArrayList<>();
    private final PriorityQueue<Found> sorted;
    private long charsRead;
    private long charsKept;

    PageBuilder(Query query, Plan plan, @Nullable QueryCursor after) {
        this.query = query;
        this.plan = plan;
        this.after = after;
        Filter rest = plan.rest();
        this.asks = rest == null ? null : Matcher.of(rest);
        this.pointers = pointers(query);
        this.order = order(query);
        this.sorted = new PriorityQueue<>(order.reversed());
    }

    @Override
    public boolean record(long id, byte[] path, long sequence, String json) {
        if (!plan.isDirect()) {
            charsRead = requireReadable(charsRead + json.length());
        }
        if (plan.isOrdered()) {
            if (asks == null || asks.test(RecordJson.read(json))) {
                charsKept += json.length();
                inOrder.add(new Found(id, path, sequence, json, List.of()));
            }
            return inOrder.size() <= query.limit() && charsKept <= Limits.PAGE_CHARS_MAX;
        }
        JsonNode record = RecordJson.read(json);
        if (asks == null || asks.test(record)) {
            sort(new Found(id, path, sequence, null, keys(record)));
        }
        return true;
    }

    /// What is on the page, and the first record behind it if there is one.
    List<Found> found() {
        if (plan.isOrdered()) {
            return inOrder;
        }
        var list = new ArrayList<>(sorted);
        list.sort(order);
        return list;
    }

    /// The keys that the query sorts a record by.
    List<byte[]> keys(JsonNode record) {
        var keys = new ArrayList<byte[]>();
        for (JsonPointer pointer : pointers) {
            keys.add(pointer == null ? new byte[0] : OrderKey.of(record.at(pointer)).bytes());
        }
        return keys;
    }

    static long requireReadable(long chars) {
        if (chars > Limits.QUERY_CHARS_MAX) {
            throw new InvalidRecordException(
                    "The query has to read more than %,d characters of records: narrow it by an"
                                    .formatted(Limits.QUERY_CHARS_MAX)
                            + " index, or by the path");
        }
        return chars;
    }

    private void sort(Found found) {
        QueryCursor from = after;
        if (from != null && order.compare(found, place(from)) <= 0) {
            return;
        }
        sorted.add(found);
        if (sorted.size() > query.limit() + 1) {
            sorted.remove();
        }
    }

    private static Found place(QueryCursor cursor) {
        return new Found(0, cursor.path(), 0, null, cursor.keys());
    }

    private static List<@Nullable JsonPointer> pointers(Query query) {
        var pointers = new ArrayList<@Nullable JsonPointer>();
        for (Order one : query.orderBy()) {
            pointers.add(one.pointer() == null ? null : one.pointer().compiled());
        }
        return pointers;
    }

    private static Comparator<Found> order(Query query) {
        Comparator<Found> byPath = (a, b) -> Arrays.compareUnsigned(a.path, b.path);
        Comparator<Found> order = (_, _) -> 0;
        for (int i = 0; i < query.orderBy().size(); i++) {
            int at = i;
            Comparator<Found> next =
                    (a, b) -> Arrays.compareUnsigned(a.keys.get(at), b.keys.get(at));
            order =
                    order.thenComparing(
                            query.orderBy().get(i).descending() ? next.reversed() : next);
        }
        return order.thenComparing(Plan.descends(query) ? byPath.reversed() : byPath);
    }

    /// @param json null while it is sorted
    @SuppressWarnings("ArrayRecordComponent")
    record Found(long id, byte[] path, long sequence, @Nullable String json, List<byte[]> keys) {}
}
