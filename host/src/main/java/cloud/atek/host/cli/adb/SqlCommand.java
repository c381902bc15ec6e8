package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sql",
        description = {
            "Ask a database in SQL, which only reads; off unless config.json has \"adbSql\": true.",
            "",
            "The records are in records(path, seq, value), value being JSON:",
            "  select path, value ->> 'name' from records where value ->> 'age' > 30",
            ""
        },
        sortOptions = false)
final class SqlCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "SQL", description = "One SELECT.")
    String sql = "";

    @Option(
            names = "--param",
            paramLabel = "VALUE",
            description = "For a ? in it, in their order: JSON, or a word.")
    List<String> params = new ArrayList<>();

    private final Session session;

    SqlCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<JsonNode> values = params.stream().map(Words::value).toList();
        JsonNode found = session.find(which).call("sqlQuery", sql, values);
        session.show(found, () -> table(found));
        if (found.path("truncated").asBoolean()) {
            session.terminal().note("There are more rows: ask for less, or add limit and offset.");
        }
        return ExitCode.DONE;
    }

    private static String table(JsonNode found) {
        var titles = new ArrayList<String>();
        found.path("columns").forEach(title -> titles.add(title.asText()));
        var table = new Table(titles.toArray(String[]::new));
        for (JsonNode row : found.path("rows")) {
            var cells = new ArrayList<String>();
            row.forEach(cell -> cells.add(cell.isTextual() ? cell.textValue() : cell.toString()));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }
}
