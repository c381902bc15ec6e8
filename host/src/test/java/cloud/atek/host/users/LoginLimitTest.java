package cloud.atek.host.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginLimitTest {

    private final LoginLimit limit = new LoginLimit(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void someTriesAreFreeAndThenANameWaits() {
        for (int i = 0; i < LoginLimit.FREE_TRIES; i++) {
            assertThat(limit.take("Ada")).isZero();
        }

        assertThat(limit.take("ada")).isPositive();
        assertThat(limit.take("bob")).isZero();
    }

    @Test
    void triesAtTheSameTimeAreNoWayAround() {
        long let =
                java.util.stream.IntStream.range(0, 1000)
                        .filter(_ -> limit.take("ada").isZero())
                        .count();

        assertThat(let).isEqualTo(LoginLimit.FREE_TRIES);
    }

    @Test
    void whoIsRightIsForgottenAndWhoGaveNoAnswerCountsNotAtAll() {
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take("ada")).isZero();
            limit.giveBack("ada");
        }
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take("ada")).isZero();
            limit.succeeded("ada");
        }
    }

    @Test
    void aWaitIsNeverLongerThanTheLongest() {
        var later = new Later();
        var slow = new LoginLimit(later);
        for (int i = 0; i < 40; i++) {
            Duration wait = slow.take("ada");
            assertThat(wait).isLessThanOrEqualTo(LoginLimit.WAIT_MAX);
            later.now = later.now.plus(wait);
        }
    }

    private static final class Later extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
