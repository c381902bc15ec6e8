package cloud.atek.host.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A package for Node with what it depends on: its lock file names the version and the hash of
/// each, and none of their scripts runs.
public record NodePackage(Path folder) {

    private static final Path RESOURCES = Path.of("src/test/resources");

    /// Copies a folder of the test resources with what all of them share, and fetches its
    /// dependencies with npm.
    ///
    /// @param into a folder that is not there yet
    /// @throws IllegalStateException when npm fails
    public static NodePackage fetched(String name, Path into) throws IOException {
        Files.createDirectories(into);
        for (String folder : List.of("node-common", name)) {
            try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, into.resolve(file.getFileName()));
                }
            }
        }
        var npm = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix");
        var command = new ArrayList<>(npm);
        command.add(into.toString());
        Run run = Run.of(command);
        if (run.exitCode() != 0) {
            throw new IllegalStateException("npm ci failed: " + run.out());
        }
        return new NodePackage(into);
    }

    /// Runs one of its scripts as a tool of the host's owner: with the host's token.
    public Run tool(TestHost host, String script, String... words) throws IOException {
        var command = new ArrayList<>(List.of("node", folder.resolve(script).toString()));
        command.addAll(List.of(words));
        var environment =
                Map.of(
                        "ATEK_HOST_PORT",
                        Integer.toString(host.port()),
                        "ATEK_HOST_BEARER_TOKEN",
                        host.systemToken());
        return Run.of(command, environment);
    }
}
