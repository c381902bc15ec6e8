package cloud.atek.host.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that was run to its end.
///
/// @param out what it printed, both streams
public record Run(int exitCode, String out) {

    private static final long PATIENCE_S = 120;

    /// Runs `command` with an empty standard input.
    ///
    /// @throws IllegalStateException when it does not end within two minutes
    public static Run of(List<String> command) {
        return of(command, Map.of());
    }

    /// The same with these variables besides those of this process.
    public static Run of(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("run", ".out");
            var builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        command + " does not end: " + Files.readString(out));
            }
            String text = Files.readString(out, StandardCharsets.UTF_8);
            Files.delete(out);
            return new Run(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
