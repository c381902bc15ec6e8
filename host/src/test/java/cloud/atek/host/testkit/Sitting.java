package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A command at a terminal, with a person in front of it who answers one question.
public final class Sitting {

    private static final long PATIENCE_S = 120;

    private Sitting() {}

    /// Runs a command at a terminal of its own.
    ///
    /// @param question after which the answer is typed
    /// @throws IllegalStateException when it does not end within two minutes
    public static Run answer(List<String> command, String question, String answer)
            throws IOException, InterruptedException {
        String line =
                command.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        Process process =
                new ProcessBuilder("script", "--quiet", "--return", "--command", line, "/dev/null")
                        .redirectErrorStream(true)
                        .start();
        Thread end = Thread.ofVirtual().start(() -> endLate(process));
        var said = new StringBuilder();
        try (Reader out = process.inputReader(UTF_8);
                var in = process.outputWriter(UTF_8)) {
            boolean asked = false;
            for (int next = out.read(); next >= 0; next = out.read()) {
                said.append((char) next);
                if (!asked && said.indexOf(question) >= 0) {
                    asked = true;
                    in.write(answer + "\n");
                    in.flush();
                }
            }
        }
        int code = process.waitFor();
        end.interrupt();
        return new Run(code, said.toString().replace("\r", ""));
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It ended in time.
        }
    }
}
