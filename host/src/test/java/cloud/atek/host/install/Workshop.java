package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.config.HostConfig;
import cloud.atek.host.egress.Dialer;
import cloud.atek.host.egress.Resolver;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/// What builds are tested with: the real sandbox, the real compiler, and a kit of one class.
final class Workshop {

    static final Dialer DIALER = new Dialer(Resolver.SYSTEM);

    static final Registries REGISTRIES =
            new Registries(() -> Registries.read(HostConfig.DEFAULT.registries()), DIALER);

    private final Path dir;

    Workshop(Path dir) throws IOException {
        this.dir = Files.createDirectories(dir);
    }

    Installer installer(Path packages) throws Exception {
        return new Installer(packages, jobs(), toolchain(), REGISTRIES);
    }

    Jobs jobs() throws Exception {
        SandboxFound found = new SandboxSearch(dir.resolve("sandbox")).find();
        return switch (found) {
            case SandboxFound.Usable usable -> new Jobs(usable.sandbox());
            case SandboxFound.Unusable(String reason) -> throw new IllegalStateException(reason);
        };
    }

    Toolchain toolchain() throws IOException {
        Path kit = dir.resolve("kit.jar");
        if (!Files.exists(kit)) {
            jar(kit, "kit.Kit", "package kit; public class Kit { public static int x = 1; }", "");
        }
        return new Toolchain(Path.of(System.getProperty("java.home")), List.of(kit));
    }

    /// A jar with one class, and a Main-Class unless that is empty.
    void jar(Path jar, String name, String source, String mainClass) throws IOException {
        jar(
                jar,
                name,
                source,
                mainClass.isEmpty() ? Map.of() : Map.of(Attributes.Name.MAIN_CLASS, mainClass));
    }

    /// @param attributes what its manifest says besides its version
    void jar(Path jar, String name, String source, Map<Attributes.Name, String> attributes)
            throws IOException {
        Path work = Files.createTempDirectory(dir, "jar");
        String simple = name.substring(name.lastIndexOf('.') + 1);
        Path file = Files.writeString(work.resolve(simple + ".java"), source);
        var said = new ByteArrayOutputStream();
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, said, said, "-d", work.toString(), file.toString());
        if (code != 0) {
            throw new IOException(said.toString(UTF_8));
        }
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::put);
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            String entry = name.replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(entry));
            Files.copy(work.resolve(entry), out);
        }
    }

    /// Writes files by their paths.
    static Path write(Path folder, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder;
    }
}
