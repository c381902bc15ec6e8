package cloud.atek.kit.adb;

import cloud.atek.api.Live;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchEvent.Change;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The changes of a database, over as many connections as it takes. One thread reads, any may
/// close.
final class Watching implements Live<WatchEvent> {

    private static final Duration PAUSE_MIN = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final Function<WatchOptions, Live<WatchEvent>> opens;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Live<WatchEvent> connection;
    private WatchOptions options;
    private Duration pause = PAUSE_MIN;
    private @Nullable WatchEvent next;

    /// @throws RpcException when the first connection is refused or cannot be made
    Watching(Function<WatchOptions, Live<WatchEvent>> opens, WatchOptions options) {
        this.opens = opens;
        this.options = options;
        this.connection = opens.apply(options);
    }

    /// @throws RpcException when ADB refuses to go on
    @Override
    public boolean hasNext() {
        while (next == null && !isClosed()) {
            next = read();
        }
        return next != null && !isClosed();
    }

    @Override
    public WatchEvent next() {
        WatchEvent event = hasNext() ? next : null;
        next = null;
        if (event == null) {
            throw new NoSuchElementException("the watching has ended");
        }
        return event;
    }

    @Override
    public void close() {
        closed.countDown();
        drop();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void drop() {
        Live<WatchEvent> live = connection;
        if (live != null) {
            live.close();
        }
    }

    /// @return null when it is to be tried again, or is closed
    private @Nullable WatchEvent read() {
        try {
            WatchEvent event = whole(connected());
            options = options.after(event.seq());
            pause = PAUSE_MIN;
            return event;
        } catch (RpcException e) {
            drop();
            connection = null;
            if (isClosed()) {
                return null;
            }
            if (!passes(e)) {
                close();
                throw e;
            }
            rest();
            return null;
        }
    }

    /// Who was told no sequence yet would not know what he missed.
    private boolean passes(RpcException e) {
        return e.code() == RpcError.Code.UNREACHABLE && options.fromSeq() != null;
    }

    private Live<WatchEvent> connected() {
        Live<WatchEvent> live = connection;
        if (live == null) {
            live = opens.apply(options);
            connection = live;
        }
        if (isClosed()) {
            live.close();
        }
        return live;
    }

    /// The next event; a commit that comes in parts is put together.
    private static WatchEvent whole(Live<WatchEvent> live) {
        var changes = new ArrayList<Change>();
        while (live.hasNext()) {
            WatchEvent event = live.next();
            if (event.changes() == null) {
                return event;
            }
            changes.addAll(event.changes());
            if (!Boolean.TRUE.equals(event.more())) {
                return new WatchEvent(event.event(), event.seq(), event.time(), null, changes);
            }
        }
        throw new RpcException(RpcError.Code.UNREACHABLE, "the stream ended");
    }

    private void rest() {
        try {
            boolean _ = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }
}
