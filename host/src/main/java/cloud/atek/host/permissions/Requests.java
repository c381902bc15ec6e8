package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.Wish;
import cloud.atek.crypto.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What services asked their owners for. They live in memory: a service that still wants something
/// after a restart of the host asks again. Thread-safe.
final class Requests {

    /// Open at once of one service.
    static final int OPEN_MAX = 10;

    /// For so long a service that was denied something is denied it again at once: nobody is asked
    /// the same all day.
    static final Duration DENIED_FOR = Duration.ofHours(1);

    /// Denials that are remembered on the whole host; the oldest are forgotten first.
    private static final int DENIALS_MAX = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition decided = lock.newCondition();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<Matter, Instant> denied = new LinkedHashMap<>();
    private final Map<String, Verdict> fresh = new HashMap<>();
    private final Clock clock;

    Requests(Clock clock) {
        this.clock = clock;
    }

    /// Who wants what.
    record Matter(ServiceKey service, Wish wish) {}

    /// @param reason in the service's own words, null for none
    record Open(String id, Matter matter, @Nullable String reason, Instant since) {}

    /// How one ended.
    ///
    /// @param grant its key, null when it was denied
    record Verdict(@Nullable String grant) {}

    /// What became of a wish.
    sealed interface Asked {

        record Decided(String id, Verdict verdict) implements Asked {}

        record Pending(String id) implements Asked {}

        record TooMany() implements Asked {}
    }

    /// Asks, and waits for the answer until `deadline`.
    Asked ask(Matter matter, @Nullable String reason, Instant deadline) {
        lock.lock();
        try {
            Instant before = denied.get(matter);
            if (before != null && clock.instant().isBefore(before.plus(DENIED_FOR))) {
                return new Asked.Decided("", new Verdict(null));
            }
            Optional<Open> same =
                    open.values().stream().filter(one -> one.matter().equals(matter)).findFirst();
            if (same.isEmpty() && count(matter.service()) >= OPEN_MAX) {
                return new Asked.TooMany();
            }
            Open one = same.orElseGet(() -> begin(matter, reason));
            return await(one, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Asked.Pending("");
        } finally {
            lock.unlock();
        }
    }

    private long count(ServiceKey service) {
        return open.values().stream().filter(one -> one.matter().service().equals(service)).count();
    }

    private Open begin(Matter matter, @Nullable String reason) {
        var one = new Open(Tokens.fresh().substring(0, 16), matter, reason, clock.instant());
        open.put(one.id(), one);
        return one;
    }

    private Asked await(Open one, Instant deadline) throws InterruptedException {
        while (open.containsKey(one.id())) {
            long left = Duration.between(clock.instant(), deadline).toNanos();
            if (left <= 0 || decided.awaitNanos(left) <= 0) {
                break;
            }
        }
        Verdict verdict = fresh.get(one.id());
        return verdict == null ? new Asked.Pending(one.id()) : new Asked.Decided(one.id(), verdict);
    }

    /// Those that wait, oldest first.
    List<Open> all() {
        lock.lock();
        try {
            return new ArrayList<>(open.values());
        } finally {
            lock.unlock();
        }
    }

    Optional<Open> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(id));
        } finally {
            lock.unlock();
        }
    }

    /// Tells those who wait.
    ///
    /// @return whether it was still open
    boolean decide(Open one, Verdict verdict) {
        lock.lock();
        try {
            if (open.remove(one.id()) == null) {
                return false;
            }
            if (fresh.size() >= DENIALS_MAX) {
                fresh.clear();
            }
            fresh.put(one.id(), verdict);
            if (verdict.grant() == null) {
                if (denied.size() >= DENIALS_MAX) {
                    denied.remove(denied.keySet().iterator().next());
                }
                denied.put(one.matter(), clock.instant());
            }
            decided.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends those of a service that is gone, and forgets what it was denied.
    void forget(ServiceKey service) {
        lock.lock();
        try {
            open.values().removeIf(one -> one.matter().service().equals(service));
            denied.keySet().removeIf(matter -> matter.service().equals(service));
            decided.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
