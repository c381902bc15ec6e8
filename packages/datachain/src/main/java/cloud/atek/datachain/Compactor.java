package cloud.atek.datachain;

import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.compact.Moment;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Begins the compactions of an open chain: one at a time, when its mode says so or somebody asks.
/// Thread-safe.
final class Compactor {

    private final ChainParts chain;
    private final CompactionSettings settings;
    private final boolean never;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Moment last;
    private boolean running;
    private int readers;
    private volatile boolean closed;

    /// Something that reads all of the log.
    @FunctionalInterface
    interface Reading {
        void run() throws IOException;
    }

    Compactor(ChainParts chain) {
        this.chain = chain;
        this.settings = chain.settings().compaction();
        this.never = settings.mode() instanceof CompactMode.Never;
        this.last = now();
    }

    /// Tells that something was committed; returns at once.
    void committed() {
        if (never) {
            return;
        }
        lock.lock();
        try {
            if (!running && readers == 0 && !closed) {
                Moment now = now();
                last = last.lowered(now);
                if (settings.mode().due(now, last)) {
                    running = true;
                    Thread.ofVirtual().name("compactor").start(this::background);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Compacts now, after a compaction that is going on; in a thread of its own all the same: an
    /// interrupt of the caller must close no file of the chain.
    Compacted compact() throws IOException {
        begin();
        var run = new Run();
        Thread.ofVirtual().name("compactor").start(run);
        lock.lock();
        try {
            while (!run.ended) {
                changed.awaitUninterruptibly();
            }
            return run.outcome();
        } finally {
            lock.unlock();
        }
    }

    private void begin() throws Pace.StoppedException {
        lock.lock();
        try {
            while ((running || readers > 0) && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                throw new Pace.StoppedException();
            }
            running = true;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nothing be compacted while `reading` goes on: it would miss a removal that is forgotten
    /// meanwhile.
    void pausing(Reading reading) throws IOException {
        lock.lock();
        try {
            while (running) {
                changed.awaitUninterruptibly();
            }
            readers++;
        } finally {
            lock.unlock();
        }
        try {
            reading.run();
        } finally {
            lock.lock();
            try {
                readers--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Ends what is going on, and lets nothing begin.
    void stop() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (running) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void background() {
        var run = new Run();
        run.run();
        if (run.failure != null && !(run.failure instanceof Pace.StoppedException)) {
            settings.failed().accept(run.failure);
        }
    }

    /// One compaction. Guarded by the lock when it ended.
    private final class Run implements Runnable {
        private @Nullable Compacted done;
        private @Nullable Exception failure;
        private boolean ended;

        @Override
        public void run() {
            try {
                done =
                        new Compaction(chain, new Pace(() -> closed, chain.log()::lastSequence))
                                .run();
            } catch (IOException | RuntimeException e) {
                failure = e;
            } finally {
                end(this);
            }
        }

        Compacted outcome() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            return Objects.requireNonNull(done);
        }
    }

    private void end(Run run) {
        lock.lock();
        try {
            run.ended = true;
            running = false;
            last = now();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Moment now() {
        return new Moment(chain.log().bytes(), chain.settings().clock().instant());
    }
}
