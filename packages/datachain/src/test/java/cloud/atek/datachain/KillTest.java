package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each round kills a process that has three chains open, see [Committer.Busy].
class KillTest {

    /// Loops side by side, each with its own chains.
    private static final int LOOPS = 2;

    /// New chains after so many rounds, so that a round stays short.
    private static final int ROUNDS_EACH = 10;

    /// The last line may be torn.
    private static final Pattern ACKNOWLEDGED = Pattern.compile("(\\d+) ([A-Z]+ING)");

    @TempDir private Path dir;

    @Test
    void sigkillLosesNoAcknowledgedCommit() throws Exception {
        rounds(2);
    }

    @Test
    @Tag("slow")
    void sigkillLosesNoAcknowledgedCommitInManyRounds() throws Exception {
        rounds(12);
    }

    /// @param lives of [#ROUNDS_EACH] rounds in each loop
    private void rounds(int lives) throws Exception {
        long seed = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(LOOPS)) {
            var loops = new ArrayList<Future<Integer>>();
            for (int loop = 0; loop < LOOPS; loop++) {
                long own = seed + loop;
                loops.add(pool.submit(() -> loop(own, lives)));
            }
            for (Future<Integer> loop : loops) {
                assertThat(loop.get()).isPositive();
            }
        }
    }

    /// @return rounds that acknowledged anything
    private int loop(long seed, int lives) throws Exception {
        var random = new Random(seed);
        int busy = 0;
        for (int life = 0; life < lives; life++) {
            Path folder = Files.createDirectory(dir.resolve(seed + "-" + life));
            SigningKey key = SigningKey.random();
            Committer.keys(folder).save(key);
            Map<Committer.Busy, Watched> chains = new EnumMap<>(Committer.Busy.class);
            for (Committer.Busy each : Committer.Busy.values()) {
                each.create(folder, key);
                chains.put(each, new Watched(each));
            }
            for (int round = 0; round < ROUNDS_EACH; round++) {
                busy += liveAndDie(folder, random, chains) ? 1 : 0;
                boolean last = round == ROUNDS_EACH - 1;
                for (Watched chain : chains.values()) {
                    chain.check(
                            folder,
                            "seed %d, life %d, round %d".formatted(seed, life, round),
                            last);
                }
            }
        }
        return busy;
    }

    /// Lets a child commit until it is killed, after some lines or after some time.
    private static boolean liveAndDie(
            Path folder, Random random, Map<Committer.Busy, Watched> chains) throws Exception {
        Process child = Committer.start(folder);
        boolean early = random.nextInt(5) == 0;
        int lines = early ? Integer.MAX_VALUE : 1 + random.nextInt(150);
        if (early) {
            // While it opens its chains, or soon after.
            assertThat(child.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS)).isFalse();
            child.toHandle().destroyForcibly();
        }
        boolean acknowledged = false;
        try (var out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher one = ACKNOWLEDGED.matcher(line);
                if (one.matches()) {
                    acknowledged = true;
                    long sequence = Long.parseLong(one.group(1));
                    var busy = Committer.Busy.valueOf(one.group(2));
                    Objects.requireNonNull(chains.get(busy)).acknowledged(sequence);
                }
                if (--lines == 0) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).as(Committer.errors(folder)).isEqualTo(137);
        return acknowledged;
    }
}
