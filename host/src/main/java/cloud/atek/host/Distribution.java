package cloud.atek.host;

import cloud.atek.host.process.Kit;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder that this program came in.
///
/// ```
/// atek             the launcher script
/// lib/host/*.jar   the host
/// kit/*.jar        what every Java service gets along; kit/node-relay.cjs for Node
/// core/adb/        core services, as packages
/// core/earthstar/
/// core/lonestar/
/// ```
record Distribution(Path root) {

    /// Finds it: the launcher says where it is (`atek.dist`), or it is where the host was loaded
    /// from.
    ///
    /// @throws IllegalStateException when this is not a distribution
    static Distribution here() {
        try {
            String told = System.getProperty("atek.dist");
            if (told != null) {
                return new Distribution(Path.of(told));
            }
            Path jar =
                    Path.of(
                            Distribution.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Path root = jar.resolveSibling("../..").normalize();
            if (!Files.isDirectory(root.resolve("kit"))) {
                throw new IllegalStateException(
                        root + " holds no kit: run Atek by its `atek` script");
            }
            return new Distribution(root);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a code source is always a URI", e);
        }
    }

    Path adb() {
        return root.resolve("core/adb");
    }

    Path earthstar() {
        return root.resolve("core/earthstar");
    }

    Path lonestar() {
        return root.resolve("core/lonestar");
    }

    List<Path> kitJars() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("kit"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    Kit kit() throws IOException {
        return new Kit(kitJars(), Kit.LAUNCH, root.resolve("kit/node-relay.cjs"));
    }
}
