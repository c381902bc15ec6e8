package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    @TempDir private Path dir;

    @Test
    void sigkillLosesNoAcknowledgedCommit() throws Exception {
        rounds(20);
    }

    @Test
    @Tag("slow")
    void sigkillLosesNoAcknowledgedCommitInManyRounds() throws Exception {
        rounds(200);
    }

    private void rounds(int count) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var settings = new ChainSettings(new LocalDisk(), Clock.systemUTC(), 200_000);
        var keys = new KeyFolder(new LocalDisk(), dir.resolve("keys"));
        SigningKey key = SigningKey.random();
        keys.save(key);
        Chain.create(dir.resolve("chain"), key, settings).close();
        long acknowledged = 0;
        for (int round = 0; round < count; round++) {
            acknowledged = Math.max(acknowledged, liveAndDie(random));
            try (Chain chain = Chain.open(dir.resolve("chain"), keys, settings)) {
                assertThat(chain.lastSequence())
                        .as("round %d of seed %d", round, seed)
                        .isGreaterThanOrEqualTo(acknowledged);
                requireWhole(chain);
                if (round % 10 == 9) {
                    chain.verify();
                }
            }
        }
        assertThat(acknowledged).isPositive();
    }

    /// Lets a child commit until it is killed; the highest sequence that it acknowledged.
    private long liveAndDie(Random random) throws Exception {
        Process child = Committer.start(dir);
        long acknowledged = 0;
        int lines = 1 + random.nextInt(200);
        try (var out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Math.max(acknowledged, Long.parseLong(line));
                if (--lines == 0) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);
        return acknowledged;
    }

    /// Every commit of the child puts two rows with one body: half of one must never be seen.
    private static void requireWhole(Chain chain) throws IOException {
        try (CommitCursor commits = chain.read(2)) {
            long expected = 1;
            for (var one = commits.next(); one.isPresent(); one = commits.next()) {
                Commit commit = one.get().commit();
                assertThat(commit.sequence()).isEqualTo(++expected);
                assertThat(commit.events()).hasSize(2);
                assertThat(((Event.Put) commit.events().get(0)).body())
                        .isEqualTo(((Event.Put) commit.events().get(1)).body());
            }
            assertThat(expected).isEqualTo(chain.lastSequence());
        }
    }
}
