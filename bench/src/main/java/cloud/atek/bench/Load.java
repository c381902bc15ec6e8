package cloud.atek.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same request on some connections at once, each sending the next when the answer to the last
/// is there.
///
/// @param request the bytes to send, all of them ASCII
record Load(InetSocketAddress address, String request, int connections, Duration duration) {

    /// @param perSecond requests
    /// @param p50Us half of the requests took no longer, microseconds
    /// @param p99Us 99 of 100 took no longer, microseconds
    record Result(double perSecond, double p50Us, double p99Us) {

        static Result of(long[] sortedNs, Duration duration) {
            return new Result(
                    sortedNs.length / (duration.toNanos() / 1e9),
                    percentile(sortedNs, 0.50),
                    percentile(sortedNs, 0.99));
        }

        private static double percentile(long[] sortedNs, double part) {
            int index = (int) Math.ceil(sortedNs.length * part) - 1;
            return sortedNs.length == 0 ? 0 : sortedNs[Math.max(0, index)] / 1e3;
        }
    }

    /// @throws IOException when a single request fails: then there is nothing to compare
    Result run() throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> until(end)));
            }
            long[] all = new long[0];
            for (Future<long[]> thread : running) {
                long[] some = thread.get();
                int had = all.length;
                all = Arrays.copyOf(all, had + some.length);
                System.arraycopy(some, 0, all, had, some.length);
            }
            Arrays.sort(all);
            return Result.of(all, duration);
        } catch (ExecutionException e) {
            throw new IOException("a request failed", e.getCause());
        }
    }

    private long[] until(long end) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        long[] times = new long[1 << 12];
        int count = 0;
        try (var connection = KeepAlive.tcp(address)) {
            for (long begin = System.nanoTime(); begin < end; ) {
                String answer = connection.exchange(bytes);
                if (answer.contains("\"error\"")) {
                    throw new IOException(answer);
                }
                long now = System.nanoTime();
                if (count == times.length) {
                    times = Arrays.copyOf(times, count * 2);
                }
                times[count++] = now - begin;
                begin = now;
            }
        }
        return Arrays.copyOf(times, count);
    }
}
