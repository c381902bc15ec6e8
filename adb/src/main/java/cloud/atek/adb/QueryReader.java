package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPlan;
import cloud.atek.api.adb.TextQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers queries from a view, each from one state of it. One thread at a time.
final class QueryReader {

    private static final Set<String> QUESTION = Set.of("path", "where", "orderBy", "at");

    private final Statements statements;
    private final RecordScan scan;
    private final IndexCatalog catalog;
    private final WordSearch words;

    QueryReader(Connection connection) {
        this.statements = new Statements(connection);
        this.scan = new RecordScan(statements);
        this.catalog = new IndexCatalog(statements);
        this.words = new WordSearch(statements, catalog);
    }

    /// @throws InvalidRecordException when it would read too much, or its cursor is not its own
    Page page(Query query) throws SQLException {
        return statements.snapshot(() -> {
            String question = question(query);
            QueryCursor after = cursor(query, question);
            Plan plan = choose(query);
            Long count = query.count() ? count(plan) : null;
            var builder = new PageBuilder(query, plan, after);
            if (query.limit() > 0) {
                boolean down = plan.isOrdered() && Plan.descends(query);
                scan.run(plan, down, plan.isOrdered() ? after : null, builder);
            }
            return PageOf.records(query, question, builder, this::json, count);
        });
    }

    QueryPlan explain(Query query) throws SQLException {
        return statements.snapshot(() -> {
            cursor(query, question(query));
            var conditions = new Conditions(query.where());
            List<Plan> plans = Plan.of(query, conditions, catalog.ready());
            Plan plan = plans.getLast();
            String refusal = null;
            try {
                plan = affordable(query, conditions, plans);
            } catch (InvalidRecordException e) {
                refusal = e.getMessage();
            }
            return new QueryPlan(
                    plan.index() == null ? null : plan.index().config().name(),
                    plan.fixed(),
                    plan.isOrdered(),
                    plan.rest() != null,
                    plan.isDirect() ? null : scan.size(plan, Limits.QUERY_RECORDS_MAX),
                    refusal);
        });
    }

    Page search(TextQuery query) throws SQLException {
        return statements.snapshot(() -> words.page(query));
    }

    List<IndexInfo> indexes() throws SQLException {
        return statements.snapshot(catalog::infos);
    }

    private Plan choose(Query query) throws SQLException {
        var conditions = new Conditions(query.where());
        return affordable(query, conditions, Plan.of(query, conditions, catalog.ready()));
    }

    private Plan affordable(Query query, Conditions conditions, List<Plan> plans)
            throws SQLException {
        int tooMany = Limits.QUERY_RECORDS_MAX + 1;
        for (Plan plan : plans) {
            if (plan.isDirect() || scan.size(plan, tooMany) < tooMany) {
                return plan;
            }
        }
        throw new InvalidRecordException(
                Advice.refusal(query, conditions) + catalog.underConstruction(query.path()));
    }

    private long count(Plan plan) throws SQLException {
        Filter rest = plan.rest();
        if (rest == null) {
            return scan.count(plan);
        }
        Predicate<JsonNode> asks = Matcher.of(rest);
        long[] countAndChars = {0, 0};
        scan.run(
                plan,
                false,
                null,
                (_, path, _, json) -> {
                    countAndChars[1] =
                            PageBuilder.requireReadable(countAndChars[1] + json.length());
                    if (asks.test(RecordJson.read(json))) {
                        countAndChars[0]++;
                    }
                    return true;
                });
        return countAndChars[0];
    }

    private String json(PageBuilder.Found found) throws SQLException {
        String known = found.json();
        return known == null ? json(statements, found.id()) : known;
    }

    static String json(Statements statements, long record) throws SQLException {
        try (ResultSet row =
                statements.bind("SELECT value FROM record WHERE id = ?", record).executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    static @Nullable QueryCursor cursor(Query query, String question) {
        String after = query.after();
        return after == null ? null : QueryCursor.read(after, question, query.orderBy().size());
    }

    /// What of a query its cursors belong to.
    static String question(Query query) {
        ObjectNode json = query.toJson();
        return json.retain(QUESTION).toString();
    }
}
