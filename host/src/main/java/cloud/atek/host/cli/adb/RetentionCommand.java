package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retention",
        description = "Show or change how much of its history a database keeps.",
        sortOptions = false)
final class RetentionCommand implements Callable<Integer> {

    private static final Pattern COUNT = Pattern.compile("(\\d{1,9})([dv])");

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WHAT",
            description = {
                "all, newest, or the last days or versions such as 30d and 10v. What is",
                "beyond goes when the log is compacted, and cannot be had again."
            })
    @Nullable String wanted;

    private final Session session;

    RetentionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Db db = session.find(which);
        if (wanted != null) {
            ObjectNode config = MessageCodec.JSON.createObjectNode();
            config.set("retention", json(wanted));
            db.requireWritable().call("dbConfigure", config);
        }
        JsonNode now = db.call("dbGetConfig").path("retention");
        ObjectNode answer = MessageCodec.JSON.createObjectNode();
        answer.put("dbId", db.id()).set("retention", now);
        session.show(answer, () -> db.name() + " keeps " + words(now) + ".");
        return ExitCode.DONE;
    }

    private static JsonNode json(String text) {
        Matcher count = COUNT.matcher(text);
        if (count.matches()) {
            return MessageCodec.JSON
                    .createObjectNode()
                    .put(
                            count.group(2).equals("d") ? "days" : "versions",
                            Integer.parseInt(count.group(1)));
        }
        if (!text.equals("all") && !text.equals("newest")) {
            throw Words.usage(
                    "\"%s\" is no retention: want all, newest, 30d or 10v.".formatted(text), null);
        }
        return MessageCodec.JSON.getNodeFactory().textNode(text);
    }

    /// @param retention as `dbGetConfig` says it
    static String words(JsonNode retention) {
        if (retention.has("days")) {
            return "all that records were in the last %,d days"
                    .formatted(retention.path("days").asLong());
        }
        if (retention.has("versions")) {
            return "the newest %,d versions of each record"
                    .formatted(retention.path("versions").asLong());
        }
        return retention.asText().equals("newest")
                ? "the newest version of each record"
                : "all versions";
    }
}
