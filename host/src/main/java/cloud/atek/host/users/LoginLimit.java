package cloud.atek.host.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Slows down who guesses passwords: after a few wrong ones a name must wait, longer each time.
/// Nobody is locked out for good, and the owner at the console never waits. Thread-safe.
public final class LoginLimit {

    static final int FREE_TRIES = 5;
    static final Duration WAIT_MAX = Duration.ofMinutes(5);

    /// So many names are remembered; a flood of made-up ones pushes out the oldest.
    private static final int NAMES_MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> byName = new LinkedHashMap<>();
    private final Clock clock;

    private record Failures(int count, Instant notBefore) {}

    public LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /// How long this name must still wait; zero when it may try now.
    public Duration wait(String username) {
        lock.lock();
        try {
            Failures failures = byName.get(folded(username));
            Instant now = clock.instant();
            return failures == null || !failures.notBefore().isAfter(now)
                    ? Duration.ZERO
                    : Duration.between(now, failures.notBefore());
        } finally {
            lock.unlock();
        }
    }

    public void failed(String username) {
        lock.lock();
        try {
            Failures before = byName.remove(folded(username));
            int count = before == null ? 1 : before.count() + 1;
            byName.put(folded(username), new Failures(count, clock.instant().plus(pause(count))));
            if (byName.size() > NAMES_MAX) {
                byName.remove(byName.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    public void succeeded(String username) {
        lock.lock();
        try {
            byName.remove(folded(username));
        } finally {
            lock.unlock();
        }
    }

    private static Duration pause(int failures) {
        if (failures < FREE_TRIES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - FREE_TRIES, 10));
        return pause.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : pause;
    }

    private static String folded(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
