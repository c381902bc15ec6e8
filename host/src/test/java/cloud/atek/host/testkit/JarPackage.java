package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A package that was built: a folder with one jar of compiled classes of the tests.
public record JarPackage(Path folder) {

    /// @param into a folder, made when it is not there
    /// @param main where it starts; all classes beside it come along
    public static JarPackage of(Path into, Class<?> main) throws IOException {
        Files.createDirectories(into);
        write(into.resolve("service.jar"), main, "1");
        Files.writeString(
                into.resolve("atek.json"),
                "{\"runtime\": \"java\", \"main\": \"" + main.getName() + "\"}");
        return new JarPackage(into);
    }

    /// Writes a jar of a class and those beside it, and a file that tells versions apart.
    public static Path write(Path jar, Class<?> main, String version) throws IOException {
        Path classes = classes(main);
        Path folder = classes.resolve(main.getPackageName().replace('.', '/'));
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.list(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                out.write(Files.readAllBytes(path));
            }
            out.putNextEntry(new JarEntry("version"));
            out.write(version.getBytes(UTF_8));
        }
        return jar;
    }

    /// The folder of compiled classes that a class of the tests lies in.
    public static Path classes(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Installs it for everyone, run in place.
    ///
    /// @param variables for its process
    /// @throws IllegalStateException when it is refused
    public NodeService install(TestHost host, String id, Map<String, String> variables)
            throws IOException {
        JsonNode answer =
                host.call(
                        "atek.cloud/services-api",
                        "install",
                        Map.of("sourceUrl", "file://" + folder, "id", id, "config", variables));
        if (!answer.has("result")) {
            throw new IllegalStateException(answer.toString());
        }
        return NodeService.of(host, id);
    }
}
