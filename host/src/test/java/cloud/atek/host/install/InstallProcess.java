package cloud.atek.host.install;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.process.Jobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One installation in a process of its own, which can be killed. It prints each word of progress,
/// then how it ended.
final class InstallProcess implements AutoCloseable {

    static final ServiceKey KEY = new ServiceKey("k1");

    private final Process process;
    private final BufferedReader out;

    private InstallProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    /// @param before what the JVM is started by, such as a sandbox
    static InstallProcess start(List<String> before, Path packages, Path git) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        InstallProcess.class.getName(),
                        packages.toString(),
                        git.toString()));
        return new InstallProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// The next line; `null` at its end.
    @Nullable String line() throws IOException {
        return out.readLine();
    }

    /// `kill -9`
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        var jobs =
                new Jobs(_ -> {
                    throw new IllegalStateException("nothing is to be built");
                });
        var toolchain = new Toolchain(Path.of("/"), List.of());
        var source =
                new Source.GitRepository(URI.create("git+file://" + args[1]), Source.Reach.DISK);
        Installation end =
                new Installer(Path.of(args[0]), jobs, toolchain, Workshop.REGISTRIES)
                        .install(
                                new Wanted(KEY, new ServiceId("x"), source, ""),
                                System.out::println);
        System.out.println(
                switch (end) {
                    case Installation.Done(var installed) -> "done " + installed.source().commit();
                    case Installation.Refused(String why) -> "refused " + why;
                });
        try (var left = Files.walk(Path.of(args[0]))) {
            System.out.println("left " + left.count());
        }
    }
}
