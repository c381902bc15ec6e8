package cloud.atek.host.chaos;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twenty services are installed, stopped, started, renamed, updated, also to versions that do not
/// run, rolled back and uninstalled side by side, while their processes, the database and the host
/// are killed and everyone goes on asking. Afterwards all is as it was acknowledged, and nothing is
/// left over.
///
/// `-Datek.seed=<n>` does the same things again, `-Datek.chaos.seconds=<n>` for longer or shorter.
class ChaosEndToEndTest {

    private static final long SECONDS = Long.getLong("atek.chaos.seconds", 60);
    private static final long LONG_SECONDS = 300;

    @TempDir Path dir;

    @Test
    void everythingIsTrueAfterAMinuteOfChaos() throws Exception {
        everythingIsTrueAfter(Duration.ofSeconds(SECONDS));
    }

    @Test
    @Tag("slow")
    void everythingIsTrueAfterFiveMinutesOfChaos() throws Exception {
        everythingIsTrueAfter(Duration.ofSeconds(LONG_SECONDS));
    }

    private void everythingIsTrueAfter(Duration time) throws Exception {
        long seed = Long.getLong("atek.seed", System.nanoTime());
        System.out.println("chaos with -Datek.seed=" + seed);
        try (var chaos = new Chaos(dir, seed)) {
            System.out.println("in " + chaos.house().home());
            var aftermath = new Aftermath(chaos);
            chaos.run(time);
            aftermath.check();
            chaos.house().close();
            aftermath.checkStopped();
            System.out.println(chaos.story());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("failed, again with -Datek.seed=" + seed, e);
        }
    }
}
