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
import picocli.CommandLine.Parameters;

@Command(
        name = "view",
        description = "List, define and drop views, or read the entries of one.",
        sortOptions = false)
final class ViewCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The view to read; all are listed when it is left out.")
    String name = "";

    @Option(names = "--define", paramLabel = "NAME", description = "Make a view, with these four:")
    String define = "";

    @Option(names = "--path", paramLabel = "PATH", description = "Of records below it.")
    String path = "";

    @Option(
            names = "--key",
            paramLabel = "FIELD",
            description =
                    "What entries are sorted by, such as author/name; several in their order.")
    List<String> key = new ArrayList<>();

    @Option(
            names = "--value",
            paramLabel = "FIELD",
            description = "What entries have besides; may be given several times.")
    List<String> value = new ArrayList<>();

    @Mixin Where where = new Where();

    @Option(names = "--drop", paramLabel = "NAME", description = "Drop a view.")
    String drop = "";

    @Option(
            names = "--prefix",
            paramLabel = "VALUE",
            description = "Entries whose keys begin so: JSON, or a word; several in their order.")
    List<String> prefix = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000.")
    @Nullable Integer limit;

    @Option(names = "--reverse", description = "From the last entry to the first.")
    boolean reverse;

    @Option(names = "--after", paramLabel = "MARK", description = "Go on behind a page.")
    @Nullable String after;

    private final Session session;

    ViewCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireOneThing();
        Db db = session.find(which);
        if (!name.isEmpty()) {
            JsonNode page = db.call("viewGet", name, question());
            session.show(page, () -> ViewText.page(page));
            return ExitCode.DONE;
        }
        if (!define.isEmpty()) {
            db.requireWritable().call("viewDefine", config());
        }
        if (!drop.isEmpty()) {
            db.requireWritable().call("viewDrop", drop);
        }
        JsonNode all = db.call("viewList");
        session.show(all, () -> ViewText.list(all));
        return ExitCode.DONE;
    }

    private void requireOneThing() {
        long things = List.of(name, define, drop).stream().filter(one -> !one.isEmpty()).count();
        if (things > 1) {
            throw Words.usage("Want one of NAME, --define and --drop.", null);
        }
        boolean defines = !key.isEmpty() || !value.isEmpty() || !where.isEmpty() || !path.isEmpty();
        if (define.isEmpty() ? defines : key.isEmpty()) {
            throw Words.usage(
                    "Want --define NAME with at least one --key; --path, --value and --where go"
                            + " with it.",
                    null);
        }
        boolean reads = !prefix.isEmpty() || limit != null || reverse || after != null;
        if (name.isEmpty() && reads) {
            throw Words.usage(
                    "Want the NAME of a view behind DB: --prefix, --limit, --reverse and --after"
                            + " are for reading one.",
                    null);
        }
    }

    private ObjectNode config() {
        ObjectNode view = MessageCodec.JSON.createObjectNode().put("name", define);
        view.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
        where.addTo(view, session);
        key.forEach(one -> view.withArray("/key").add(Condition.pointer(one)));
        value.forEach(one -> view.withArray("/value").add(Condition.pointer(one)));
        return view;
    }

    private ObjectNode question() {
        ObjectNode question = MessageCodec.JSON.createObjectNode();
        prefix.forEach(one -> question.withArray("/prefix").add(Words.value(one)));
        if (limit != null) {
            question.put("limit", limit);
        }
        if (after != null) {
            question.put("after", after);
        }
        return reverse ? question.put("reverse", true) : question;
    }
}
