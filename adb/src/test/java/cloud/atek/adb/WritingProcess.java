package cloud.atek.adb;

import cloud.atek.datachain.ChainSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// A process that writes to a database until it is killed, and prints the sequence of every
/// acknowledged commit, with a point behind it.
final class WritingProcess {

    private WritingProcess() {}

    static Process start(Path dir, String id, long seed) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WritingProcess.class.getName(),
                                dir.toString(),
                                id,
                                Long.toString(seed)))
                .redirectError(dir.resolve("errors").toFile())
                .start();
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    public static void main(String[] args) throws IOException {
        var databases = new Databases(Path.of(args[0]), ChainSettings.DEFAULT);
        var writes = new RandomWrites(new Random(Long.parseLong(args[2])));
        Thread.ofPlatform().start(() -> compactForever(databases, args[1]));
        while (true) {
            var operations = RandomWrites.operations(writes.next());
            System.out.println(
                    databases.with(args[1], db -> db.batch(operations, List.of())) + ".");
        }
    }

    private static void compactForever(Databases databases, String id) {
        try {
            while (true) {
                databases.compact(id);
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the disk of this test failed", e);
        }
    }
}
