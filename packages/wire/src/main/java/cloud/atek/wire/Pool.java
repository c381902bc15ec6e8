package cloud.atek.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections that wait for another call, the youngest first. Thread-safe.
final class Pool {

    /// Shorter than any server of ours keeps an idle connection, so that mostly we end it.
    static final Duration IDLE_MAX = Duration.ofSeconds(10);

    /// Kept for one socket; one more is closed.
    static final int KEPT_MAX = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SocketPath, ArrayDeque<ClientConnection>> kept = new HashMap<>();
    private final Traffic traffic;
    private boolean closed;

    Pool(Traffic traffic) {
        this.traffic = traffic;
    }

    Traffic traffic() {
        return traffic;
    }

    @Nullable ClientConnection take(SocketPath to) {
        while (true) {
            ClientConnection one = pop(to);
            if (one == null || one.taken()) {
                return one;
            }
        }
    }

    private @Nullable ClientConnection pop(SocketPath to) {
        lock.lock();
        try {
            ArrayDeque<ClientConnection> stack = kept.get(to);
            if (stack == null) {
                return null;
            }
            ClientConnection one = stack.pollFirst();
            if (stack.isEmpty()) {
                kept.remove(to);
            }
            return one;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it is kept; its owner closes it otherwise
    boolean give(ClientConnection connection) {
        lock.lock();
        try {
            ArrayDeque<ClientConnection> stack =
                    kept.computeIfAbsent(connection.to(), _ -> new ArrayDeque<>(4));
            if (closed || stack.size() == KEPT_MAX) {
                return false;
            }
            stack.addFirst(connection);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void forget(ClientConnection connection) {
        lock.lock();
        try {
            ArrayDeque<ClientConnection> stack = kept.get(connection.to());
            if (stack != null && stack.remove(connection) && stack.isEmpty()) {
                kept.remove(connection.to());
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        List<ClientConnection> all;
        lock.lock();
        try {
            closed = true;
            all = kept.values().stream().flatMap(ArrayDeque::stream).toList();
            kept.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(ClientConnection::end);
    }
}
