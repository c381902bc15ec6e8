package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.DocumentQuery;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.cli.adb.ExportFile;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a workspace as JSON Lines: a line that says which, then one for each document.
@Command(
        name = "export",
        description = "Write all documents of a workspace as JSON Lines.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Standard output when it is left out or -.")
    @Nullable String file;

    @Option(names = "--force", description = "Replace FILE when it is there.")
    boolean force;

    private final Pub pub;
    private int written;

    ExportCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        if (file == null || file.equals("-")) {
            try {
                write(address, pub.session().terminal().out());
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "Standard output takes no more.", e);
            }
            return ExitCode.DONE;
        }
        ExportFile.write(Path.of(file), force, out -> write(address, out));
        ObjectNode done = MessageCodec.JSON.createObjectNode();
        done.put("workspace", address).put("file", file).put("documents", written);
        pub.show(done, () -> "Wrote %,d documents to %s.".formatted(written, file));
        return ExitCode.DONE;
    }

    private void write(String address, OutputStream out) throws IOException {
        line(out, head(address, pub.call("workspaceGet", address).path("format").asText()));
        DocumentQuery.Place after = null;
        do {
            JsonNode page = pub.call("documentQuery", address, page(after));
            for (JsonNode document : page.path("documents")) {
                line(out, document.toString());
                written++;
            }
            JsonNode place = page.path("after");
            after =
                    place.isMissingNode() || place.isNull()
                            ? null
                            : new DocumentQuery.Place(
                                    place.path("path").asText(), place.path("author").asText());
        } while (after != null);
    }

    /// The first line.
    static String head(String address, String format) {
        return "{\"earthstar\":1,\"format\":\"%s\",\"workspace\":\"%s\"}"
                .formatted(format, address);
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static DocumentQuery page(DocumentQuery.@Nullable Place after) {
        return new DocumentQuery(
                DocumentQuery.ALL_VERSIONS,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                after);
    }
}
