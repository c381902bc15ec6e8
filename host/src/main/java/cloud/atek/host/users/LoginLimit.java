package cloud.atek.host.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Slows down who guesses passwords and codes: after a few tries a name must wait, longer each
/// time. A try counts when it begins, so that many at once are no way around. Nobody is locked out
/// for good, and the owner at the console never waits. Thread-safe.
public final class LoginLimit {

    static final int FREE_TRIES = 5;
    static final Duration WAIT_MAX = Duration.ofMinutes(5);

    /// So many names are remembered.
    private static final int NAMES_MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Tries> byName = new LinkedHashMap<>();
    private final Clock clock;

    private record Tries(int count, Instant notBefore) {}

    public LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /// Begins a try of this name.
    ///
    /// @return zero, and the try is counted; or how long the name must still wait
    Duration take(String username) {
        lock.lock();
        try {
            Tries before = byName.get(folded(username));
            Instant now = clock.instant();
            if (before != null && before.notBefore().isAfter(now)) {
                return Duration.between(now, before.notBefore());
            }
            count(username, before == null ? 1 : before.count() + 1, now);
            return Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private void count(String username, int count, Instant now) {
        byName.remove(folded(username));
        byName.put(folded(username), new Tries(count, now.plus(pause(count))));
        if (byName.size() > NAMES_MAX) {
            forgetHarmless(now);
        }
    }

    /// First those that were hardly tried: who makes names up does not free one that must wait.
    private void forgetHarmless(Instant now) {
        byName.values()
                .removeIf(tries -> tries.count() < FREE_TRIES && !tries.notBefore().isAfter(now));
        if (byName.size() > NAMES_MAX) {
            byName.remove(byName.keySet().iterator().next());
        }
    }

    /// A try was neither right nor wrong: it counts no more.
    void giveBack(String username) {
        lock.lock();
        try {
            Tries tries = byName.get(folded(username));
            if (tries != null) {
                byName.put(folded(username), new Tries(tries.count() - 1, clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    /// It was the user himself: all is forgotten.
    void succeeded(String username) {
        lock.lock();
        try {
            byName.remove(folded(username));
        } finally {
            lock.unlock();
        }
    }

    private static Duration pause(int tries) {
        if (tries < FREE_TRIES) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(tries - FREE_TRIES, 10));
        return pause.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : pause;
    }

    private static String folded(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
