package cloud.atek.host.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The programs of this machine that services run on.
///
/// @param javaHome the folder of a JDK 25 or later
/// @param node `null` when there is none; then no Node service starts
public record Runtimes(Path javaHome, @Nullable Path node) {

    /// The JDK that the host itself runs on, and the first Node of the usual places.
    public static Runtimes ofThisMachine() {
        Path node =
                Stream.of("/usr/bin/node", "/usr/local/bin/node", "/bin/node", "/opt/node/bin/node")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        return new Runtimes(Path.of(System.getProperty("java.home")), node);
    }

    /// The JDK at `/jdk`, and what of it lies elsewhere: Debian keeps its settings and certificates
    /// in `/etc`, behind links.
    public List<Bind> javaBinds() {
        return Stream.concat(
                        Stream.of(new Bind(javaHome, JavaCommand.JDK)),
                        JdkLinks.of(javaHome).stream())
                .toList();
    }

    /// Node at `/usr/bin/node`, and what of it lies elsewhere; nothing where there is none.
    public List<Bind> nodeBinds() {
        return node == null ? List.of() : NodeCommand.binds(node);
    }
}
