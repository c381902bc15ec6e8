package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "Write a record.", sortOptions = false)
final class PutCommand implements Callable<Integer> {

    /// A record has at most 1 MiB; written with escapes and spaces it is longer.
    private static final int INPUT_BYTES_MAX = 8 << 20;

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /notes/1.")
    String path = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JSON",
            description = "The value, an object; standard input when it is left out or -.")
    @Nullable String json;

    @Option(names = "--file", paramLabel = "FILE", description = "Read the value from a file.")
    @Nullable Path file;

    @Option(
            names = "--expect",
            paramLabel = "SEQ",
            description = "Only if the record is at this sequence; 0: if there is none.")
    @Nullable Long expect;

    private final Session session;

    PutCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (file != null && json != null) {
            throw Words.usage("Give the value once: as JSON or by --file.", null);
        }
        ObjectNode value = value();
        KeyPath at = Words.path(path);
        ObjectNode operation = MessageCodec.JSON.createObjectNode().put("op", "put");
        operation.set("path", MessageCodec.JSON.valueToTree(at));
        operation.set("value", value);
        if (expect != null) {
            operation.put("expect", expect);
        }
        JsonNode done = session.find(which).requireWritable().call("batch", List.of(operation));
        session.show(done, () -> "Wrote %s at %s.".formatted(at, done.path("seq").asText()));
        return ExitCode.DONE;
    }

    private ObjectNode value() {
        if (json != null && !json.equals("-")) {
            return Words.object(json, "The value");
        }
        try {
            byte[] bytes =
                    file == null
                            ? System.in.readNBytes(INPUT_BYTES_MAX + 1)
                            : Files.readAllBytes(file);
            if (bytes.length > INPUT_BYTES_MAX) {
                throw Words.usage("The value is too long: a record has at most 1 MiB.", null);
            }
            return Words.object(bytes, file == null ? "Standard input" : file.toString());
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "%s cannot be read.".formatted(file == null ? "Standard input" : file),
                    e);
        }
    }
}
