package cloud.atek.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void pausesDoubleAndStayBelowTheirLimit() {
        List<Duration> pauses = new ArrayList<>();
        Restarts restarts = Restarts.NONE;
        for (int i = 0; i < 40; i++) {
            restarts = restarts.crashed(START.plusSeconds(i), SHORT);
            pauses.add(restarts.pause());
        }

        assertThat(pauses.subList(0, 4))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4));
        assertThat(pauses.getLast()).isEqualTo(Restarts.PAUSE_MAX);
        assertThat(pauses).isSorted();
    }

    @Test
    void fiveShortRunsWithinTheWindowAreALoop() {
        Restarts restarts = Restarts.NONE;
        for (int i = 1; i < Restarts.LOOP_CRASHES; i++) {
            restarts = restarts.crashed(START.plusSeconds(i), SHORT);
            assertThat(restarts.looping()).isFalse();
        }

        assertThat(restarts.crashed(START.plusSeconds(60), SHORT).looping()).isTrue();
    }

    @Test
    void crashesFarApartAreNone() {
        Restarts restarts = Restarts.NONE;
        for (int i = 0; i < 50; i++) {
            restarts = restarts.crashed(START.plus(Duration.ofMinutes(3L * i)), SHORT);
            assertThat(restarts.looping()).isFalse();
        }
    }

    @Test
    void oneGoodRunForgetsWhatWasBefore() {
        Restarts restarts = Restarts.NONE;
        for (int i = 1; i < Restarts.LOOP_CRASHES; i++) {
            restarts = restarts.crashed(START, SHORT);
        }

        Restarts after = restarts.crashed(START.plusSeconds(90), Restarts.GOOD_RUN);

        assertThat(after.looping()).isFalse();
        assertThat(after.pause()).isEqualTo(Restarts.PAUSE_FIRST);
    }

    @Test
    void theReasonSaysThatItStaysSo() {
        assertThat(Restarts.given("it ended by itself with exit code 1"))
                .isEqualTo(
                        "It crashed 5 times within 10 minutes and stays so until it is started; the"
                                + " last time, it ended by itself with exit code 1");
    }
}
