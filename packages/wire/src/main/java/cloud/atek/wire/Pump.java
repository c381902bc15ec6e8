package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Joins two connections: what one says the other hears.
public final class Pump {

    /// No limit on silence.
    public static final Duration FOREVER = Duration.ZERO;

    private static final int PIECE_BYTES = 16 << 10;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Duration silence;
    private final CountDownLatch directions = new CountDownLatch(2);
    private volatile long lastMove = System.nanoTime();

    private Pump(Duration silence) {
        this.silence = silence;
    }

    /// Copies both ways until both directions ended, one of them failed, or nothing moved for
    /// `silence`; then closes both. The end of one direction is passed on as such, the other goes
    /// on. Blocks the caller; the copying is done by two virtual threads.
    ///
    /// @param silence how long nothing may move, or [#FOREVER]
    public static void join(Duplex a, Duplex b, Duration silence) {
        var pump = new Pump(silence);
        Thread.ofVirtual().name("wire-pump").start(() -> pump.copy(a, b));
        Thread.ofVirtual().name("wire-pump").start(() -> pump.copy(b, a));
        try {
            pump.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(a);
            close(b);
        }
    }

    private void await() throws InterruptedException {
        if (silence.isZero()) {
            directions.await();
            return;
        }
        long look = Math.min(LOOK.toMillis(), Math.max(1, silence.toMillis() / 4));
        while (!directions.await(look, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - lastMove > silence.toNanos()) {
                return;
            }
        }
    }

    private void copy(Duplex from, Duplex to) {
        try {
            InputStream in = from.in();
            OutputStream out = to.out();
            var piece = new byte[PIECE_BYTES];
            for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
                out.write(piece, 0, came);
                out.flush();
                lastMove = System.nanoTime();
            }
            to.closeOutput();
        } catch (IOException e) {
            // One end is gone: there is nobody left to talk to.
            close(from);
            close(to);
        } finally {
            directions.countDown();
        }
    }

    private static void close(Duplex one) {
        try {
            one.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }
}
