package cloud.atek.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void aFewMissesAreForgivenSomeAreToldAndManyAreTheEnd() {
        Health health = Health.GOOD;
        for (int i = 1; i <= Health.HOPELESS_MISSES; i++) {
            health = health.next(false);
            assertThat(health.unhealthy()).isEqualTo(i >= Health.UNHEALTHY_MISSES);
            assertThat(health.hopeless()).isEqualTo(i >= Health.HOPELESS_MISSES);
        }
    }

    @Test
    void oneAnswerHeals() {
        Health ill = new Health(Health.UNHEALTHY_MISSES);

        assertThat(ill.next(true)).isEqualTo(Health.GOOD);
        assertThat(ill.reason()).contains("3 questions");
    }
}
