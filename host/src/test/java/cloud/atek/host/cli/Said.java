package cloud.atek.host.cli;

import cloud.atek.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a command printed, and how it ended.
record Said(int exitCode, String out, String err) {

    /// Runs `atek` with these words, on a terminal where nobody sits.
    static Said by(HostRunner runner, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = new Main(new Terminal(stream(out), stream(err), null), runner).run(words);
        return new Said(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Said by(String... words) {
        return by(
                _ -> {
                    throw new AssertionError("no host is wanted here");
                },
                words);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
