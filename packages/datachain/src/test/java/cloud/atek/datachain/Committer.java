package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A process that commits to three chains from some threads until it is killed, and prints the
/// sequence of every acknowledged commit. So one kill meets each of them at something else.
final class Committer {

    private static final int THREADS = 2;

    /// What a chain does most of the time.
    enum Busy {
        /// Begins a new segment every few commits.
        ROTATING(4_000, 1_000_000),
        /// Signs a checkpoint behind nearly every commit.
        SIGNING(200_000, 1),
        /// Writes its index again and again.
        INDEXING(200_000, 20);

        private final long segmentBytes;
        private final long checkpoint;

        Busy(long segmentBytes, long checkpoint) {
            this.segmentBytes = segmentBytes;
            this.checkpoint = checkpoint;
        }

        ChainSettings settings() {
            var checkpoints = new CheckpointPolicy(checkpoint, Duration.ofMillis(20));
            return new ChainSettings(new LocalDisk(), Clock.systemUTC(), segmentBytes, checkpoints);
        }

        void create(Path dir, SigningKey key) throws IOException {
            Chain.create(dir.resolve(name()), key, settings()).close();
        }

        Chain open(Path dir) throws IOException {
            return Chain.open(dir.resolve(name()), keys(dir), settings());
        }
    }

    private Committer() {}

    static KeyFolder keys(Path dir) {
        return new KeyFolder(new LocalDisk(), dir.resolve("keys"));
    }

    static Process start(Path dir) throws IOException {
        return start(Committer.class, dir);
    }

    /// Starts a process of another main class.
    static Process start(Class<?> main, Path dir) throws IOException {
        String path =
                String.join(
                        File.pathSeparator,
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        "target/test-classes");
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                path,
                                main.getName(),
                                dir.toString()))
                .redirectError(dir.resolve("errors").toFile())
                .start();
    }

    /// What the last child had to say before it was killed, which should be nothing.
    static String errors(Path dir) throws IOException {
        return Files.readString(dir.resolve("errors"));
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        for (Busy busy : Busy.values()) {
            Chain chain = busy.open(dir);
            for (int i = 0; i < THREADS; i++) {
                Thread.ofPlatform().start(() -> forever(() -> commit(chain, busy)));
            }
            if (busy == Busy.INDEXING) {
                Thread.ofPlatform().start(() -> forever(chain.index()::write));
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void forever(Step step) {
        try {
            while (true) {
                step.run();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the disk of this test failed", e);
        }
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    private static void commit(Chain chain, Busy busy) throws IOException {
        var random = new Random();
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        Bytes body = Bytes.owning(bytes);
        Change change =
                Change.of(
                        new Event.Put(RowKey.random(), null, "test/row", body),
                        new Event.Put(RowKey.random(), null, "test/row", body));
        if (chain.commit(change) instanceof Outcome.Committed(long sequence, _, _)) {
            System.out.println(sequence + " " + busy);
        }
    }
}
