package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "query",
        description = {
            "Find records by what is in them.",
            "",
            "A condition is FIELD OPERATOR VALUE, such as 'age gt 30', 'author/name = \"Lem\"',",
            "'tags contains sf', 'lang in [\"pl\",\"de\"]', 'isbn exists'; with and, or, not and ("
                    + " ).",
            "Operators: eq ne lt lte gt gte (= != < <= > >=) in prefix contains exists.",
            ""
        },
        sortOptions = false)
final class QueryCommand implements Callable<Integer> {

    @Mixin Below below = new Below();

    @Mixin Where where = new Where();

    @Option(
            names = "--order",
            paramLabel = "FIELD",
            description = "Sort by it, by -FIELD downwards; may be given several times.")
    List<String> order = new ArrayList<>();

    @Option(
            names = "--select",
            paramLabel = "FIELD",
            description = "Only this of each record; may be given several times.")
    List<String> select = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000.")
    @Nullable Integer limit;

    @Option(names = "--after", paramLabel = "MARK", description = "Go on behind a page.")
    @Nullable String after;

    @Option(names = "--count", description = "Say how many there are in all.")
    boolean count;

    @Option(names = "--explain", description = "Say how it would be answered instead.")
    boolean explain;

    @Option(
            names = "--json-query",
            paramLabel = "JSON",
            description = "The whole query as recordQuery takes it, instead of the above.")
    @Nullable String jsonQuery;

    private final Session session;

    QueryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode query = jsonQuery == null ? query() : Words.object(jsonQuery, "The query");
        Db db = session.find(below.which);
        if (explain) {
            JsonNode plan = db.call("recordExplain", query);
            session.show(plan, () -> QueryPlanText.of(plan));
        } else {
            JsonNode page = db.call("recordQuery", query);
            session.show(page, () -> Records.page(page));
        }
        return ExitCode.DONE;
    }

    private ObjectNode query() {
        ObjectNode query = MessageCodec.JSON.createObjectNode();
        below.addTo(query);
        where.addTo(query, session);
        for (String one : order) {
            boolean down = one.startsWith("-");
            query.withArray("/orderBy")
                    .addObject()
                    .put("pointer", Condition.pointer(down ? one.substring(1) : one))
                    .put("desc", down);
        }
        select.forEach(one -> query.withArray("/select").add(Condition.pointer(one)));
        if (limit != null) {
            query.put("limit", limit);
        }
        if (after != null) {
            query.put("after", after);
        }
        return count ? query.put("count", true) : query;
    }
}
