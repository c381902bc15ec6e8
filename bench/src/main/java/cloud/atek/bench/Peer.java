package cloud.atek.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One of those that are compared, in a process of its own, that answers each line with a line of
/// numbers. One thread owns it.
///
/// @param name as it is shown
public record Peer(String name, Process process, BufferedReader from, Writer to)
        implements AutoCloseable {

    private static final long END_SECONDS = 30;

    public static Peer start(String name, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Peer(name, process, process.inputReader(), process.outputWriter());
    }

    /// @return the numbers of the answer, whose meaning the line decides
    public double[] ask(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
        String said = from.readLine();
        if (said == null) {
            throw new IOException(name + " ended at \"" + line + "\"");
        }
        return Arrays.stream(said.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
