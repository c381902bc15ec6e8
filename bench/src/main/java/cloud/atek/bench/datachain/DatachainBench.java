package cloud.atek.bench.datachain;

import cloud.atek.bench.Folders;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Durable rows a second at some numbers of writers, beside SQLite and the bare fsync, in turns,
/// and rows a second that wait for no disk; then how long a chain of some sizes takes to open, with
/// its index and without, to verify, and what it weighs.
///
/// @param folder on the disk that is measured
public record DatachainBench(Path folder, PrintStream out) {

    private static final int BODY_BYTES = 200;
    private static final List<Integer> WRITERS = List.of(1, 8, 64, 256);
    private static final List<Integer> SIZES = List.of(1_000, 100_000, 1_000_000);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int ROUNDS = 5;

    /// What a row of the bench takes in a chain, about: so that the bare disk writes as much.
    private static final int ROW_BYTES = 500;

    public void run() throws Exception {
        Path dir = Files.createTempDirectory(folder, "ab");
        try {
            writes(dir);
            sizes(dir);
        } finally {
            Folders.delete(dir);
        }
    }

    private void writes(Path dir) throws Exception {
        out.println(
                "writers   chain/s  SQLite/s   fsync/s   chain : SQLite   chain : fsync"
                        + "   non-durable appends/s");
        byte[] body = body();
        try (var disk = new FsyncWriter(dir.resolve("disk"), ROW_BYTES);
                var sqlite = new SqliteWriter(dir.resolve("sqlite"), body);
                var chain = writer(dir.resolve("chain"), Scope.LOCAL);
                var loose = writer(dir.resolve("loose"), Scope.NONE)) {
            var rate = new Rate(ROUND, new AtomicLong());
            measure(rate, chain, sqlite, disk, 8);
            for (int writers : WRITERS) {
                Line line = measure(rate, chain, sqlite, disk, writers);
                out.printf("%s %23.0f%n", line, rate.of(loose, writers));
            }
        }
    }

    /// The medians of some rounds, each of which measures all three.
    private static Line measure(Rate rate, Writer chain, Writer sqlite, Writer disk, int writers)
            throws Exception {
        var chains = new ArrayList<Double>();
        var sqlites = new ArrayList<Double>();
        var disks = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            chains.add(rate.of(chain, writers));
            sqlites.add(rate.of(sqlite, writers));
            disks.add(rate.of(disk, 1));
        }
        return new Line(writers, median(chains), median(sqlites), median(disks));
    }

    private void sizes(Path dir) throws IOException, InterruptedException {
        out.println();
        out.println("  commits   bytes/row   open ms   open without index ms   verify MB/s");
        for (int commits : SIZES) {
            Path chain = dir.resolve("sized" + commits);
            fill(chain, commits);
            long bytes = segmentBytes(chain);
            long open = millis(chain, false);
            Files.deleteIfExists(chain.resolve("log").resolve("index"));
            long whole = millis(chain, false);
            long verify = millis(chain, true);
            out.printf(
                    "%9d %11.0f %9d %23d %13.0f%n",
                    commits, (double) bytes / commits, open, whole, bytes / 1000.0 / verify);
        }
    }

    private static void fill(Path dir, int commits) throws IOException, InterruptedException {
        try (var writer = writer(dir, Scope.LOCAL)) {
            var threads = new ArrayList<Thread>();
            int each = 64;
            for (int start = 0; start < each; start++) {
                int from = start;
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int n = from; n < commits; n += each) {
                                        write(writer, n);
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void write(ChainWriter writer, long number) {
        try {
            writer.write(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millis(Path dir, boolean verify) throws IOException {
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));
        long start = System.nanoTime();
        try (Chain chain = Chain.open(dir.resolve("log"), keys, ChainSettings.DEFAULT)) {
            long opened = System.nanoTime();
            if (verify) {
                chain.verify();
                start = opened;
            }
            return Math.max(1, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static ChainWriter writer(Path dir, Scope scope) throws IOException {
        return new ChainWriter(create(dir), Bytes.owning(body()), scope);
    }

    private static Chain create(Path dir) throws IOException {
        var key = SigningKey.random();
        new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys")).save(key);
        return Chain.create(dir.resolve("log"), key, ChainSettings.DEFAULT);
    }

    private static long segmentBytes(Path dir) throws IOException {
        long bytes = 0;
        try (var files = Files.list(dir.resolve("log"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".seg")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static byte[] body() {
        var body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private record Line(int writers, double chain, double sqlite, double disk) {
        @Override
        public String toString() {
            return "%7d %9.0f %9.0f %9.0f %16.2f %15.2f"
                    .formatted(writers, chain, sqlite, disk, chain / sqlite, chain / disk);
        }
    }
}
