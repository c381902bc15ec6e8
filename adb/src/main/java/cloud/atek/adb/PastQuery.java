package cloud.atek.adb;

import cloud.atek.api.adb.Query;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Answers a query from records that were. Pure.
final class PastQuery {

    private PastQuery() {}

    /// @throws InvalidRecordException when it asks for the past, of which no index knows
    static void requireNow(Query query) {
        if (query.at() != null) {
            throw new InvalidRecordException(
                    "A query of the past uses no index: ask without \"at\"");
        }
    }

    /// @param records all below the query's path, by the bytes of their paths
    /// @throws InvalidRecordException when they are too many, or its cursor is not its own
    static Page page(Query query, List<Stored> records) {
        if (records.size() > Limits.QUERY_RECORDS_MAX) {
            throw new InvalidRecordException(
                    "A query of the past reads all records below its path, and these are more than"
                            + " %,d: ask for a part".formatted(Limits.QUERY_RECORDS_MAX));
        }
        String question = QueryReader.question(query);
        QueryCursor after = QueryReader.cursor(query, question);
        Plan plan = Plan.of(query, new Conditions(query.where()), List.of()).getLast();
        var builder = new PageBuilder(query, plan, after);
        boolean down = plan.isOrdered() && Plan.descends(query);
        boolean more = query.limit() > 0;
        for (int i = 0; more && i < records.size(); i++) {
            int at = down ? records.size() - 1 - i : i;
            Stored one = records.get(at);
            byte[] path = PathBytes.of(one.path());
            if (!plan.isOrdered() || after == null || isBehind(path, after, down)) {
                more = builder.record(at, path, one.sequence(), one.json());
            }
        }
        Long count = query.count() ? count(query, records) : null;
        try {
            return PageOf.records(
                    query, question, builder, found -> records.get((int) found.id()).json(), count);
        } catch (SQLException e) {
            throw new IllegalStateException("no database was asked", e);
        }
    }

    private static boolean isBehind(byte[] path, QueryCursor after, boolean down) {
        int order = Arrays.compareUnsigned(path, after.path());
        return down ? order < 0 : order > 0;
    }

    private static long count(Query query, List<Stored> records) {
        Predicate<JsonNode> asks = Matcher.of(query.where());
        return records.stream().filter(one -> asks.test(RecordJson.read(one.json()))).count();
    }
}
