package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists the indexes of a database.
@Command(name = "index", description = "List, define and drop indexes.", sortOptions = false)
final class IndexCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Option(names = "--define", paramLabel = "NAME", description = "Make an index of FIELDs.")
    String define = "";

    @Option(names = "--drop", paramLabel = "NAME", description = "Drop an index.")
    String drop = "";

    @Option(names = "--path", paramLabel = "PATH", description = "Of records below it.")
    String path = "";

    @Option(names = "--text", description = "An index of words, for search.")
    boolean text;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FIELD",
            description = "What to index, such as age or author/name.")
    List<String> fields = new ArrayList<>();

    private final Session session;

    IndexCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!define.isEmpty() && !drop.isEmpty()) {
            throw Words.usage("Either --define or --drop.", null);
        }
        if (define.isEmpty() != fields.isEmpty()) {
            throw Words.usage("Want --define NAME with the fields of the index behind DB.", null);
        }
        Db db = session.find(which);
        if (!define.isEmpty()) {
            db.requireWritable().call("indexDefine", config());
        }
        if (!drop.isEmpty()) {
            db.requireWritable().call("indexDrop", drop);
        }
        JsonNode all = db.call("indexList");
        session.show(all, () -> table(all));
        return ExitCode.DONE;
    }

    private ObjectNode config() {
        ObjectNode index = MessageCodec.JSON.createObjectNode();
        index.put("name", define).put("kind", text ? "text" : "value");
        index.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
        fields.forEach(one -> index.withArray("/pointers").add(Condition.pointer(one)));
        return index;
    }

    private static String table(JsonNode all) {
        if (all.isEmpty()) {
            return "No index.";
        }
        var table = new Table("NAME", "KIND", "PATH", "FIELDS", "READY");
        for (JsonNode one : all) {
            JsonNode index = one.path("index");
            table.row(
                    index.path("name").asText(),
                    index.path("kind").asText(),
                    Columns.path(index.path("path")),
                    Columns.joined(index.path("pointers"), " "),
                    Columns.ready(one));
        }
        return table.toString();
    }
}
