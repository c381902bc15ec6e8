package cloud.atek.earthstar.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The published packages in a Node process, installed with npm as their lock file says.
record NodeInterop(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 120;

    /// @param folder that exists and is empty
    static NodeInterop installed(Path folder) throws IOException, InterruptedException {
        for (String name :
                List.of("package.json", "package-lock.json", "interop.cjs", "interop10.cjs")) {
            Files.copy(resource(name), folder.resolve(name));
        }
        var npm =
                new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile());
        int code = npm.start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(
                    "npm ci failed: " + Files.readString(folder.resolve("npm.log")));
        }
        return new NodeInterop(folder);
    }

    /// Runs the script of es.3 and es.4 once.
    JsonNode run(String input) throws IOException, InterruptedException {
        return run("interop.cjs", input);
    }

    /// Runs the script of es.5 once.
    JsonNode runEs5(String input) throws IOException, InterruptedException {
        return run("interop10.cjs", input);
    }

    private JsonNode run(String script, String input) throws IOException, InterruptedException {
        Path in = Files.writeString(folder.resolve("in.json"), input, StandardCharsets.UTF_8);
        Path out = folder.resolve("out.json");
        Process node =
                new ProcessBuilder("node", folder.resolve(script).toString())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        if (!node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || node.exitValue() != 0) {
            node.destroyForcibly();
            throw new IllegalStateException(
                    "node failed: " + Files.readString(folder.resolve("errors")));
        }
        String said = Files.readString(out);
        // Libraries may print above it.
        return JSON.readTree(said.lines().reduce("", (_, last) -> last));
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(NodeInterop.class.getResource("/interop/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
