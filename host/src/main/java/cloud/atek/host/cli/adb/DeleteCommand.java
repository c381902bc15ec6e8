package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Delete a record. What it was stays in the history.",
        sortOptions = false)
final class DeleteCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /notes/1.")
    String path = "";

    @Option(
            names = "--expect",
            paramLabel = "SEQ",
            description = "Only if the record is at this sequence.")
    @Nullable Long expect;

    private final Session session;

    DeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        KeyPath at = Words.path(path);
        ObjectNode operation = MessageCodec.JSON.createObjectNode().put("op", "delete");
        operation.set("path", MessageCodec.JSON.valueToTree(at));
        if (expect != null) {
            operation.put("expect", expect);
        }
        JsonNode done = session.find(which).requireWritable().call("batch", List.of(operation));
        session.show(done, () -> at + " is not there any more.");
        return ExitCode.DONE;
    }
}
