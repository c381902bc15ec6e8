package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A process that commits from four threads until it is killed, and prints the sequence of every
/// acknowledged commit.
final class Committer {

    private Committer() {}

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
                                "-cp",
                                path,
                                main.getName(),
                                dir.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        var disk = new LocalDisk();
        var settings =
                new ChainSettings(
                        disk,
                        Clock.systemUTC(),
                        200_000,
                        new CheckpointPolicy(20, Duration.ofMillis(20)));
        Chain chain =
                Chain.open(
                        dir.resolve("chain"), new KeyFolder(disk, dir.resolve("keys")), settings);
        for (int i = 0; i < 4; i++) {
            Thread.ofPlatform().start(() -> commitForever(chain, System.out));
        }
    }

    private static void commitForever(Chain chain, PrintStream out) {
        var random = new Random();
        while (true) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Bytes body = Bytes.owning(bytes);
            Change change =
                    Change.of(
                            new Event.Put(RowKey.random(), null, "test/row", body),
                            new Event.Put(RowKey.random(), null, "test/row", body));
            try {
                if (chain.commit(change) instanceof Outcome.Committed(long sequence, _, _)) {
                    out.println(sequence);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the disk of this test failed", e);
            }
        }
    }
}
