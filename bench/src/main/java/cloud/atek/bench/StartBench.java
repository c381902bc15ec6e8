package cloud.atek.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/// From `atek up` to ready, with and without the AOT cache, in turns, on a data folder that has
/// been up before.
record StartBench(Path dist, PrintStream out) {

    private static final int ROUNDS = 5;

    void run() throws Exception {
        Path dir = Files.createTempDirectory(Path.of("/tmp"), "ab");
        try {
            Path data = dir.resolve("d");
            out.printf("first start, on an empty folder: %.0f ms%n", startMs(data, true));
            double[] with = new double[ROUNDS];
            double[] without = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                with[round] = startMs(data, true);
                without[round] = startMs(data, false);
            }
            out.printf("to ready, median of %d runs:%n", ROUNDS);
            out.printf("  with the AOT cache     %6.0f ms%n", median(with));
            out.printf("  without                %6.0f ms%n", median(without));
            out.printf("  ratio                  %6.2f%n", median(with) / median(without));
        } finally {
            Folders.delete(dir);
        }
    }

    private double startMs(Path data, boolean aot)
            throws IOException, InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        try (var host = HostUnderTest.start(dist, data, aot)) {
            host.awaitReady();
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
