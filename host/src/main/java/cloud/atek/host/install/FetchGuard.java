package cloud.atek.host.install;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Watches one fetch: its bytes, its time, and whether the installing thread was interrupted.
///
/// Remembers the first refusal, because JGit does not always keep the cause of what it throws. Made
/// by the installing thread; JGit may also ask from threads of its own, so it is thread-safe.
final class FetchGuard {

    private final PackageLimits limits;
    private final Thread installing = Thread.currentThread();
    private final long endNanos;
    private long receivedBytes;
    private @Nullable RefusedException refusal;

    FetchGuard(PackageLimits limits) {
        this.limits = limits;
        this.endNanos = System.nanoTime() + limits.time().toNanos();
    }

    /// @throws RefusedException when time is up or the installation was cancelled
    synchronized void check() throws RefusedException {
        if (refusal != null) {
            throw refusal;
        }
        if (installing.isInterrupted()) {
            throw refuse("The installation was cancelled.");
        }
        if (System.nanoTime() - endNanos > 0) {
            throw refuse(
                    "Fetching the package took longer than "
                            + limits.time().toSeconds()
                            + " seconds, so it was given up.");
        }
    }

    synchronized void received(long bytes) throws RefusedException {
        receivedBytes += bytes;
        if (receivedBytes > limits.receivedBytes()) {
            throw refuse(
                    "The package is too large to receive: want at most "
                            + limits.receivedBytes()
                            + " bytes.");
        }
        check();
    }

    /// Records why the fetch ends, and returns it to be thrown.
    synchronized RefusedException refuse(String sentence) {
        if (refusal == null) {
            refusal = new RefusedException(sentence);
        }
        return refusal;
    }

    PackageLimits limits() {
        return limits;
    }

    /// Counts what is read.
    InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                received(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = super.read(into, offset, length);
                received(Math.max(read, 0));
                return read;
            }
        };
    }
}
