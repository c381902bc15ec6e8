package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Print the value of a record.", sortOptions = false)
final class GetCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /notes/1.")
    String path = "";

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "As it was: a sequence, or a time such as 2026-01-02T03:04:05Z.")
    @Nullable String at;

    private final Session session;

    GetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        if (at != null) {
            options.set("at", Words.moment(at));
        }
        JsonNode record = session.find(which).call("recordGet", Words.path(path), options);
        session.show(record, () -> Json.pretty(record.path("value")));
        return ExitCode.DONE;
    }
}
