package cloud.atek.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The pinned npm packages of a comparison and the script that uses them, fetched once.
public final class NodePackages {

    private NodePackages() {}

    /// @param folder where they stay
    /// @param owner beside whose resources `script` and both package files are
    /// @return the script
    public static Path fetched(Path folder, Class<?> owner, String script)
            throws IOException, InterruptedException {
        Path node = Files.createDirectories(folder).toAbsolutePath();
        for (String name : List.of(script, "package.json", "package-lock.json")) {
            try (var in = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
                Files.copy(in, node.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(node.resolve("node_modules/.package-lock.json"))) {
            npm(node, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
        return node.resolve(script);
    }

    /// Runs npm in `folder`.
    public static void npm(Path folder, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
