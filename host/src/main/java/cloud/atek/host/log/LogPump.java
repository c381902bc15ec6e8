package cloud.atek.host.log;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import cloud.atek.host.log.ServiceLog.Source;
import java.io.IOException;
import java.io.InputStream;

/// Carries what a process prints on one stream into its log, until the stream ends. Runs on a
/// thread of its own.
public final class LogPump implements Runnable {

    /// A service that prints more is not read until the second is over: it stalls, not the machine.
    static final long BYTES_PER_SECOND_MAX = 2L << 20;

    private final InputStream in;
    private final ServiceLog log;
    private final Source source;

    public LogPump(InputStream in, ServiceLog log, Source source) {
        this.in = in;
        this.log = log;
        this.source = source;
    }

    @Override
    public void run() {
        try (in) {
            pump(new LineReader(in));
        } catch (IOException e) {
            log.append(Source.HOST, "what it prints can no longer be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(LineReader lines) throws IOException, InterruptedException {
        long second = System.nanoTime();
        long before = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            log.append(source, line);
            long gone = System.nanoTime() - second;
            if (lines.bytesRead() - before > BYTES_PER_SECOND_MAX && gone < SECONDS.toNanos(1)) {
                NANOSECONDS.sleep(SECONDS.toNanos(1) - gone);
            }
            if (gone >= SECONDS.toNanos(1)) {
                second = System.nanoTime();
                before = lines.bytesRead();
            }
        }
    }
}
