package cloud.atek.host.process;

import cloud.atek.host.log.LogPump;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a process prints, on its way into the service's log: one thread for each stream.
final class Output {

    /// How long the streams may still run after the process is gone: a child of it may hold them.
    private static final Duration REST = Duration.ofSeconds(1);

    private static final int STACK_BYTES = 256 << 10;
    private static final int LOOK_BACK_LINES = 20;

    private final ServiceLog log;
    private final List<Thread> pumps;

    Output(Process process, ServiceLog log, String name) {
        this.log = log;
        this.pumps =
                List.of(
                        pump(process.getInputStream(), Source.OUT, name),
                        pump(process.getErrorStream(), Source.ERR, name));
    }

    /// Waits for the rest; then the last line that the service itself printed as an error, and if
    /// there is none the last that it printed. The order of the two streams is nobody's promise.
    @Nullable String lastWords() throws InterruptedException {
        for (Thread pump : pumps) {
            pump.join(REST);
        }
        try {
            List<String> lines = log.tail(LOOK_BACK_LINES).lines();
            return last(lines, "err ")
                    .or(() -> last(lines, "out "))
                    .map(Output::withoutStamp)
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private Thread pump(InputStream in, Source source, String name) {
        return Thread.ofPlatform()
                .daemon()
                .name("log-" + name + "-" + source)
                .stackSize(STACK_BYTES)
                .start(new LogPump(in, log, source));
    }

    private static Optional<String> last(List<String> lines, String source) {
        return lines.stream()
                .filter(line -> line.startsWith(source, line.indexOf(' ') + 1))
                .reduce((_, later) -> later);
    }

    /// Cuts off time and source.
    private static String withoutStamp(String line) {
        return line.substring(line.indexOf(' ', line.indexOf(' ') + 1) + 1);
    }
}
