package cloud.atek.host.services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// When a service that crashed is started again. Pure: the time is told.
///
/// @param crashes those of the last [#LOOP_WINDOW] since it last ran for a while, oldest first
record Restarts(List<Instant> crashes) {

    static final Restarts NONE = new Restarts(List.of());

    /// It comes back after this long, and twice as long each time.
    static final Duration PAUSE_FIRST = Duration.ofMillis(500);

    static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    /// One that ran for this long had a good start: what was before is forgotten.
    static final Duration GOOD_RUN = Duration.ofMinutes(1);

    /// After so many crashes within [#LOOP_WINDOW] it is left alone, unless the host needs it.
    static final int LOOP_CRASHES = 5;

    static final Duration LOOP_WINDOW = Duration.ofMinutes(10);

    private static final int DOUBLINGS_MAX = 10;

    Restarts {
        crashes = List.copyOf(crashes);
    }

    /// It crashed at `at`.
    ///
    /// @param ran how long it ran before; zero when it did not come up
    Restarts crashed(Instant at, Duration ran) {
        if (ran.compareTo(GOOD_RUN) >= 0) {
            return new Restarts(List.of(at));
        }
        Instant old = at.minus(LOOP_WINDOW);
        return new Restarts(
                Stream.concat(crashes.stream().filter(old::isBefore), Stream.of(at)).toList());
    }

    /// How long to wait before it is started again.
    Duration pause() {
        int doublings = Math.clamp(crashes.size() - 1L, 0, DOUBLINGS_MAX);
        Duration pause = PAUSE_FIRST.multipliedBy(1L << doublings);
        return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
    }

    /// Whether to start it again is of no use.
    boolean looping() {
        return crashes.size() >= LOOP_CRASHES;
    }

    /// @param reason of the last crash
    /// @return one sentence
    static String given(String reason) {
        return "It crashed %d times within %d minutes and stays so until it is started; the last time, %s"
                .formatted(LOOP_CRASHES, LOOP_WINDOW.toMinutes(), reason);
    }
}
