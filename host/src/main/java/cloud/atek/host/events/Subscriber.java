package cloud.atek.host.events;

import cloud.atek.api.events.EventsApi.Emission;
import cloud.atek.api.events.EventsApi.Heard;
import cloud.atek.api.events.EventsApi.Subscription;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Provider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What one subscriber has not read yet: a queue with an end. When it is full the oldest events go,
/// and he is told how many, before what he reads next. Thread-safe; one thread reads.
final class Subscriber implements EventSource {

    /// Events that wait for one slow reader.
    static final int WAITING_EVENTS_MAX = 256;

    /// Their bytes. One event alone always fits.
    static final int WAITING_BYTES_MAX = 1 << 20;

    private static final byte[] NOTHING = new byte[0];

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Caller.Known caller;
    private final Subscription wanted;
    private final Set<Subscriber> all;
    private final BooleanSupplier allowed;
    private long waitingBytes;
    private long lost;
    private boolean begun;
    private volatile boolean closed;

    /// It hears nothing before it is first read: who never reads costs nothing.
    ///
    /// @param all it stands among them while it hears
    /// @param allowed whether he may still hear it
    Subscriber(
            Caller.Known caller,
            Subscription wanted,
            Set<Subscriber> all,
            BooleanSupplier allowed) {
        this.caller = caller;
        this.wanted = wanted;
        this.all = all;
        this.allowed = allowed;
    }

    Caller.Known caller() {
        return caller;
    }

    /// Whether it is of the same user by the same way.
    boolean isOf(Caller.Known other) {
        return caller.user().equals(other.user()) && caller.via().equals(other.via());
    }

    boolean wants(Provider from, Emission told) {
        String service = wanted.service();
        return wanted.api().equals(told.api())
                && (wanted.topics() == null || wanted.topics().contains(told.topic()))
                && (service == null
                        || service.equals(from.id().value())
                        || service.equals(from.service().value()));
    }

    /// Never waits.
    void offer(byte[] event) {
        lock.lock();
        try {
            waiting.addLast(event);
            waitingBytes += event.length;
            while (waiting.size() > WAITING_EVENTS_MAX
                    || (waitingBytes > WAITING_BYTES_MAX && waiting.size() > 1)) {
                waitingBytes -= waiting.removeFirst().length;
                lost++;
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] next(Duration wait) throws InterruptedException {
        if (!allowed.getAsBoolean()) {
            return null;
        }
        if (!begun) {
            return begin();
        }
        lock.lock();
        try {
            long left = wait.toNanos();
            while (waiting.isEmpty() && left > 0 && !closed) {
                left = filled.awaitNanos(left);
            }
            if (lost > 0) {
                return toldLost();
            }
            byte[] next = waiting.pollFirst();
            waitingBytes -= next == null ? 0 : next.length;
            return next == null ? NOTHING : next;
        } finally {
            lock.unlock();
        }
    }

    private byte[] begin() {
        begun = true;
        all.add(this);
        if (closed) {
            all.remove(this);
        }
        return event(new Heard(Heard.SUBSCRIBED, wanted.api(), null, null, null, null, null));
    }

    private byte[] toldLost() {
        long told = lost;
        lost = 0;
        return event(new Heard(Heard.LOST, wanted.api(), null, null, null, null, told));
    }

    private static byte[] event(Heard heard) {
        return new Event(null, heard.event(), heard).bytes();
    }

    @Override
    public void close() {
        closed = true;
        all.remove(this);
        lock.lock();
        try {
            waiting.clear();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }
}
