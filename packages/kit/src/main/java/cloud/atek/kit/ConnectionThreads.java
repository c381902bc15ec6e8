package cloud.atek.kit;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Threads for connections: a few platform threads, virtual ones when there are more.
///
/// The machinery of virtual threads costs a small service about 8 MB; a service that only the
/// host's few kept connections reach never loads it.
final class ConnectionThreads implements ThreadFactory {

    private static final int PLATFORM_MAX = 16;
    private static final long STACK_BYTES = 256 << 10;

    private final AtomicInteger platform = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
        if (platform.incrementAndGet() <= PLATFORM_MAX) {
            var thread = new Thread(null, () -> run(task), "connection", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        }
        platform.decrementAndGet();
        return Thread.ofVirtual().name("connection").unstarted(task);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            platform.decrementAndGet();
        }
    }
}
