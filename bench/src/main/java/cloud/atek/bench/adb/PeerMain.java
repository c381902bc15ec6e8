package cloud.atek.bench.adb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/// One store in a process of its own, that does what the lines of its input say: `fill`, `index`,
/// `rss`, or an operation with how many clients do it for how many milliseconds. To each it answers
/// one line: operations a second and the microseconds of half and of 99 of 100 of them.
final class PeerMain {

    private static final int BATCH = 1000;
    private static final int RANGE = 100;
    private static final PrintStream OUT = System.out;

    private PeerMain() {}

    /// @param args `adb` or `sqlite`, a folder, how many records
    public static void main(String[] args) throws Exception {
        var records = new Records(Integer.parseInt(args[2]));
        Path dir = Path.of(args[1]);
        try (Store store =
                        args[0].equals("adb")
                                ? new AdbStore(dir, records)
                                : new SqliteStore(dir, records);
                var in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                OUT.println(answer(store, records, line.split(" ")));
            }
        }
    }

    private static String answer(Store store, Records records, String[] words) throws Exception {
        return switch (words[0]) {
            case "fill" -> {
                for (int from = 0; from < records.count(); from += BATCH) {
                    store.batch(from, Math.min(BATCH, records.count() - from));
                }
                yield "0 0 0";
            }
            case "index" -> {
                store.index();
                yield "0 0 0";
            }
            case "rss" -> rssMib() + " 0 0";
            default -> {
                Task task = task(store, records, words[0]);
                yield measured(task, Integer.parseInt(words[1]), Long.parseLong(words[2]));
            }
        };
    }

    private static Task task(Store store, Records records, String operation) {
        return switch (operation) {
            case "put" -> () -> store.put(random(records.count()));
            case "batch" ->
                    () ->
                            store.batch(
                                    random(Math.max(1, records.count() - BATCH)),
                                    Math.min(BATCH, records.count()));
            case "get" -> () -> require(store.get(random(records.count())) > 100);
            case "range" -> () -> require(store.range(random(records.count()), RANGE) > 0);
            case "query" -> () -> require(store.query(random(records.groups())) > 0);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static void require(boolean found) {
        if (!found) {
            throw new IllegalStateException("something that was put was not found");
        }
    }

    private static String measured(Task task, int clients, long millis) throws Exception {
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long[] sorted = new long[0];
        try (var threads = Executors.newFixedThreadPool(clients)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> until(end, task)));
            }
            for (Future<long[]> one : running) {
                sorted = joined(sorted, one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a store failed", e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(sorted);
        return "%f %f %f"
                .formatted(
                        sorted.length / seconds,
                        sorted[sorted.length / 2] / 1e3,
                        sorted[sorted.length * 99 / 100] / 1e3);
    }

    private static long[] until(long end, Task task) throws Exception {
        long[] times = new long[1 << 10];
        int count = 0;
        for (long begin = System.nanoTime(); begin < end; ) {
            task.run();
            long now = System.nanoTime();
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = now - begin;
            begin = now;
        }
        return Arrays.copyOf(times, count);
    }

    private static long[] joined(long[] some, long[] others) {
        long[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }

    private static long rssMib() throws IOException {
        String status = Files.readString(Path.of("/proc/self/status"));
        String line = status.lines().filter(one -> one.startsWith("VmRSS:")).findFirst().orElse("");
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
    }

    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }
}
