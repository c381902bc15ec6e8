package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.trust.TrustMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that commits and compacts all the time, killed again and again.
class CompactKillTest {

    @TempDir private Path dir;

    /// What is known of a row: the last thing that was acknowledged, and what was asked for since.
    ///
    /// @param sequence of the acknowledged commit, 0 for none
    private record Known(long sequence, boolean there, @Nullable Boolean asked) {}

    private final Map<Long, Known> rows = new HashMap<>();

    @Test
    void sigkillInACompactionChangesNothingThatCanBeSeen() throws Exception {
        rounds(8);
    }

    @Test
    @Tag("slow")
    void sigkillInACompactionChangesNothingThatCanBeSeenInManyRounds() throws Exception {
        rounds(200);
    }

    private void rounds(int count) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var keys = new KeyFolder(new LocalDisk(), dir.resolve("keys"));
        SigningKey key = SigningKey.random();
        keys.save(key);
        var genesis =
                new Genesis(TrustMode.CENTRALIZED, List.of(Stand.name(key)), Retention.NEWEST);
        Chain.create(dir.resolve("chain"), key, genesis, CompactingCommitter.settings()).close();
        long horizon = 0;
        for (int round = 0; round < count; round++) {
            liveAndDie(random);
            try (Chain chain =
                    Chain.open(dir.resolve("chain"), keys, CompactingCommitter.settings())) {
                requireKnown(chain, "round %d of seed %d".formatted(round, seed));
                chain.verify();
                assertThat(chain.horizon()).isGreaterThanOrEqualTo(horizon);
                horizon = chain.horizon();
            }
        }
        assertThat(horizon).isPositive();
    }

    /// Lets a child commit and compact until it is killed.
    private void liveAndDie(Random random) throws Exception {
        Process child = Committer.start(CompactingCommitter.class, dir);
        int lines = 200 + random.nextInt(2000);
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                hear(line);
                if (--lines == 0) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);
    }

    /// A line cut short by the kill is not heard; nothing was acknowledged by it.
    private void hear(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            return;
        }
        long row = Long.parseLong(words[0]);
        Known known = rows.getOrDefault(row, new Known(0, false, null));
        boolean put = words[1].equals("put");
        rows.put(
                row,
                words[2].equals("?")
                        ? new Known(known.sequence, known.there, put)
                        : new Known(Long.parseLong(words[2].replace("!", "")), put, null));
    }

    private void requireKnown(Chain chain, String how) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            for (var entry : rows.entrySet()) {
                RowKey key = new RowKey(1, entry.getKey());
                Known known = entry.getValue();
                long found = now.sequenceOf(key);
                long acknowledged = known.there ? known.sequence : Edit.ABSENT;
                if (found != acknowledged) {
                    assertThat(known.asked).as("%s: row %s, %s", how, key, known).isNotNull();
                    assertThat(found > known.sequence)
                            .as("%s: row %s at %d, %s", how, key, found, known)
                            .isEqualTo(known.asked);
                }
                assertThat(now.load(key).isPresent()).isEqualTo(found != Edit.ABSENT);
                // What is there now is what is known from here on.
                entry.setValue(
                        new Known(Math.max(found, known.sequence), found != Edit.ABSENT, null));
            }
        }
    }
}
