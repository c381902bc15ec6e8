package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A command on a real terminal, before which somebody sits and answers: `script` of util-linux
/// makes the terminal. One thread uses it.
public final class Pty implements AutoCloseable {

    private static final long PATIENCE_S = 120;

    /// What is typed to close the input, Ctrl-D.
    public static final String END = "\u0004";

    private final Process process;
    private final Thread reader;
    private volatile String shown = "";
    private int seen;

    private Pty(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().unstarted(() -> read(process.getInputStream()));
    }

    public static Pty of(List<String> command) throws IOException {
        String line =
                command.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        Process process =
                new ProcessBuilder("script", "-qefc", line, "/dev/null")
                        .redirectErrorStream(true)
                        .start();
        var pty = new Pty(process);
        pty.reader.start();
        return pty;
    }

    /// The reader alone writes what is shown.
    private void read(InputStream in) {
        var piece = new byte[4096];
        var all = new StringBuilder();
        try {
            for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
                shown = all.append(new String(piece, 0, came, UTF_8)).toString();
            }
        } catch (IOException e) {
            shown = all.append(e).toString();
        }
    }

    /// Waits until `text` is shown, after what was waited for before.
    ///
    /// @return all that was shown up to its end
    public String see(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        int at = shown.indexOf(text, seen);
        while (at < 0) {
            boolean over = System.nanoTime() > end || !process.isAlive();
            Thread.sleep(20);
            at = shown.indexOf(text, seen);
            if (at < 0 && over) {
                throw new IllegalStateException("no \"" + text + "\" in: " + shown);
            }
        }
        seen = at + text.length();
        return shown.substring(0, seen);
    }

    /// Types, without the Enter key.
    public void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /// Waits for its end.
    public Run end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end: " + shown);
        }
        boolean _ = reader.join(Duration.ofSeconds(PATIENCE_S));
        return new Run(process.exitValue(), shown);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
