package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole chain against a map, see [ModelRun].
class ChainModelTest {

    private static final List<Retention> RETENTIONS =
            List.of(
                    Retention.ALL,
                    Retention.NEWEST,
                    new Retention.Versions(3),
                    new Retention.Days(2));

    @Test
    void chainAgreesWithTheModelAtEveryStep() {
        Seeds.forAll((random, size) -> {
            TrustMode[] modes = TrustMode.values();
            TrustMode trust = modes[random.nextInt(modes.length)];
            Retention retention = RETENTIONS.get(random.nextInt(RETENTIONS.size()));
            try (var run = new ModelRun(random, trust, retention)) {
                run.steps(1 + size / 5);
            }
        });
    }

    @Test
    @Tag("slow")
    void chainAgreesWithTheModelForLong() throws Exception {
        for (TrustMode trust : TrustMode.values()) {
            for (Retention retention : RETENTIONS) {
                long seed = System.nanoTime();
                try (var run = new ModelRun(new Random(seed), trust, retention)) {
                    run.steps(1_000);
                    assertThat(run.removed() > 0).isEqualTo(!retention.equals(Retention.ALL));
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(
                            "seed %d, %s, %s".formatted(seed, trust, retention), e);
                }
            }
        }
    }
}
