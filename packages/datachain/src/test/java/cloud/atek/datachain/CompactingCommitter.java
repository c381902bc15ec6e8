package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A process that puts and removes rows from four threads, in a chain that is compacted all the
/// time and forgets removals at once, until it is killed. It prints what it asks for and what was
/// acknowledged.
final class CompactingCommitter {

    private static final int THREADS = 4;
    private static final int ROWS = 40;

    private CompactingCommitter() {}

    static ChainSettings settings() {
        return new ChainSettings(
                        new LocalDisk(),
                        Clock.systemUTC(),
                        20_000,
                        new CheckpointPolicy(20, Duration.ofMillis(20)))
                .with(
                        new CompactionSettings(
                                new CompactMode.Modified(),
                                Duration.ZERO,
                                List.of(),
                                failure -> {
                                    failure.printStackTrace();
                                    Runtime.getRuntime().halt(1);
                                }));
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Chain chain =
                Chain.open(
                        dir.resolve("chain"),
                        new KeyFolder(new LocalDisk(), dir.resolve("keys")),
                        settings());
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofPlatform().start(() -> commitForever(chain, thread, System.out));
        }
    }

    private static void commitForever(Chain chain, int thread, PrintStream out) {
        var random = new Random();
        while (true) {
            // A few rows change all the time, of the others most stay as they are.
            int bound = random.nextInt(5) == 0 ? ROWS : 5;
            long row = thread * 1000L + random.nextInt(bound);
            boolean put = random.nextInt(3) > 0;
            Event event =
                    put
                            ? new Event.Put(
                                    new RowKey(1, row),
                                    null,
                                    "test/row",
                                    Bytes.owning(new byte[random.nextInt(300)]))
                            : new Event.Tombstone(new RowKey(1, row));
            String what = row + (put ? " put " : " remove ");
            out.println(what + "?");
            try {
                if (chain.commit(Change.of(event))
                        instanceof Outcome.Committed(long sequence, _, _)) {
                    out.println(what + sequence + "!");
                }
            } catch (IOException e) {
                throw new IllegalStateException("the disk of this test failed", e);
            }
        }
    }
}
