package cloud.atek.host.services;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for newer versions of all services now and then, and installs none of them: what it finds
/// is shown to their owners. One thread of its own does all.
public final class UpdateWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UpdateWatch.class);

    /// A host that has just started has better things to do. The most is three times this.
    private static final Duration FIRST_AFTER = Duration.ofMinutes(5);

    /// How often it looks whether it is time, so that a changed setting holds soon.
    private static final Duration TICK = Duration.ofSeconds(30);

    /// Hosts that were started at one time, as after a power cut, look at different ones: by up to
    /// this share earlier or later.
    private static final double JITTER = 0.1;

    /// When it looks.
    ///
    /// @param every the time between two looks, null for never; asked anew at each tick
    record Pace(Supplier<@Nullable Duration> every, Duration firstAfter, Duration tick) {}

    private final Runnable look;
    private final Pace pace;
    private volatile @Nullable Thread thread;

    /// @param look looks for newer versions of all services
    /// @param every the time between two looks, null for never; asked anew each time
    public UpdateWatch(Runnable look, Supplier<@Nullable Duration> every) {
        this(look, new Pace(every, FIRST_AFTER, TICK));
    }

    UpdateWatch(Runnable look, Pace pace) {
        this.look = look;
        this.pace = pace;
    }

    /// Begins to look; the services are there.
    public void start() {
        thread = Thread.ofVirtual().name("update-watch").start(this::watch);
    }

    private void watch() {
        double luck = ThreadLocalRandom.current().nextDouble();
        Instant due = Instant.now().plus(share(pace.firstAfter(), 1 + 2 * luck));
        Instant last = Instant.EPOCH;
        while (true) {
            try {
                Thread.sleep(pace.tick());
            } catch (InterruptedException e) {
                return;
            }
            Duration every = pace.every().get();
            Instant now = Instant.now();
            if (every == null || now.isBefore(due)) {
                continue;
            }
            double jitter = 1 + JITTER * (2 * luck - 1);
            if (!now.isBefore(last.plus(share(every, jitter)))) {
                last = now;
                luck = ThreadLocalRandom.current().nextDouble();
                look();
            }
        }
    }

    private static Duration share(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }

    private void look() {
        try {
            look.run();
        } catch (RuntimeException e) {
            // The next look may go better; without this there would be none.
            log.error("looking for updates failed", e);
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
