package cloud.atek.host.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the links in a JDK that lead out of it, so that their targets can be bound as well.
final class JdkLinks {

    private static final int DEPTH = 3;

    private JdkLinks() {}

    static List<Bind> of(Path javaHome) {
        return Stream.of("conf", "lib")
                .flatMap(folder -> links(javaHome.resolve(folder)))
                .flatMap(link -> bind(link, javaHome).stream())
                .distinct()
                .toList();
    }

    private static Stream<Path> links(Path folder) {
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            return all.filter(Files::isSymbolicLink).toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    /// The program inside follows the link as it is written, so its target must be there by that
    /// name.
    private static Optional<Bind> bind(Path link, Path javaHome) {
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            boolean within = target.startsWith(javaHome);
            return within || !Files.exists(target)
                    ? Optional.empty()
                    : Optional.of(new Bind(target.toRealPath(), target.toString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
