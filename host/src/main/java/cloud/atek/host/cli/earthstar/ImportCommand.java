package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Reads what [ExportCommand] wrote. Each document is judged as if it came from another home, so a
/// file may be imported again, and one that was changed does no harm.
@Command(
        name = "import",
        description = "Take documents from a file of `export`; joins the workspace.",
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {

    private static final int BATCH_DOCUMENTS = 500;

    /// Characters of the documents that are sent at a time, if there is more than one.
    private static final int BATCH_LENGTH_MAX = 2 << 20;

    @Parameters(index = "0", paramLabel = "FILE", description = "JSON Lines.")
    Path file = Path.of("");

    private final Pub pub;
    private final ArrayNode batch = MessageCodec.JSON.createArrayNode();
    private long batchLength;
    private int accepted;
    private int ignored;
    private int refused;

    ImportCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read(in);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "%s cannot be read.".formatted(file), e);
        }
        ObjectNode done = MessageCodec.JSON.createObjectNode();
        done.put("accepted", accepted).put("ignored", ignored).put("refused", refused);
        pub.show(
                done,
                () ->
                        "Took %,d documents; %,d were here already, %,d refused."
                                .formatted(accepted, ignored, refused));
        return ExitCode.DONE;
    }

    private void read(BufferedReader in) throws IOException {
        JsonNode head = json(in.readLine());
        String address = head.path("workspace").asText();
        String format = head.path("format").asText();
        if (!ExportCommand.head(address, format).equals(head.toString())) {
            throw new CommandFailedException(
                    "%s does not begin as a file of `atek earthstar export` does.".formatted(file));
        }
        pub.call("workspaceJoin", address, format);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode document = json(line);
            if (document.isObject()) {
                batch.add(document);
                batchLength += line.length();
            } else {
                refused++;
            }
            if (batch.size() >= BATCH_DOCUMENTS || batchLength >= BATCH_LENGTH_MAX) {
                send(address);
            }
        }
        send(address);
    }

    private void send(String address) {
        if (batch.isEmpty()) {
            return;
        }
        JsonNode report = pub.call("documentIngest", address, batch);
        accepted += report.path("accepted").asInt();
        ignored += report.path("ignored").asInt();
        refused += report.path("refused").asInt();
        batch.removeAll();
        batchLength = 0;
    }

    private static JsonNode json(String line) {
        try {
            return MessageCodec.JSON.readTree(line == null ? "" : line);
        } catch (JsonProcessingException e) {
            return MessageCodec.JSON.nullNode();
        }
    }
}
