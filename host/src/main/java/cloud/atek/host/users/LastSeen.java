package cloud.atek.host.users;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When sessions were last used: exactly in memory, and once an hour on disk, so that a request
/// costs no write. Thread-safe.
final class LastSeen {

    /// What is on disk may be so much too early.
    static final Duration KEPT_EVERY = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(LastSeen.class);

    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final Map<String, Instant> kept = new ConcurrentHashMap<>();
    private final BiConsumer<String, Instant> keep;
    private final Clock clock;

    /// @param keep writes a session's time to disk
    LastSeen(Clock clock, BiConsumer<String, Instant> keep) {
        this.clock = clock;
        this.keep = keep;
    }

    Instant of(SessionRecord session) {
        Instant known = seen.get(session.sessionId());
        return known == null ? onDisk(session) : known;
    }

    private static Instant onDisk(SessionRecord session) {
        String told = session.lastSeenAt();
        return Instant.parse(told == null ? session.createdAt() : told);
    }

    /// Does not wait for the disk.
    void now(SessionRecord session) {
        String id = session.sessionId();
        Instant now = clock.instant();
        seen.put(id, now);
        Instant before = kept.computeIfAbsent(id, _ -> onDisk(session));
        if (Duration.between(before, now).compareTo(KEPT_EVERY) > 0
                && kept.replace(id, before, now)) {
            Thread.ofVirtual().name("last seen").start(() -> write(id, now));
        }
    }

    private void write(String id, Instant now) {
        try {
            keep.accept(id, now);
        } catch (RuntimeException e) {
            log.warn("when a session was last used was not kept", e);
        }
    }

    void forget(String session) {
        seen.remove(session);
        kept.remove(session);
    }
}
