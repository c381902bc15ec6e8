package cloud.atek.bench.adb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A store in a process of its own, see [PeerMain]. One thread owns it.
///
/// @param name as it is shown
record Peer(String name, Process process, BufferedReader from, Writer to) implements AutoCloseable {

    private static final long END_SECONDS = 30;

    static Peer start(String name, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Peer(name, process, process.inputReader(), process.outputWriter());
    }

    /// @param perSecond operations, or the answer to a question for one number
    /// @param p50Us half of the operations took no longer, microseconds
    /// @param p99Us 99 of 100 took no longer, microseconds
    record Answer(double perSecond, double p50Us, double p99Us) {}

    Answer ask(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
        String said = from.readLine();
        if (said == null) {
            throw new IOException(name + " ended at \"" + line + "\"");
        }
        String[] numbers = said.split(" ", 3);
        return new Answer(
                Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]));
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
