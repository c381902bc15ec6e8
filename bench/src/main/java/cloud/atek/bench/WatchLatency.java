package cloud.atek.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How long after a put is sent a watcher hears of it, both through the gateway: the put itself is
/// in it.
///
/// @param watch the watcher's request
/// @param put a request that changes a record
record WatchLatency(HostUnderTest host, String watch, String put) {

    private static final int PUTS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Half of the puts were heard of within so many microseconds.
    double p50Us() throws IOException, InterruptedException {
        var heard = new LinkedBlockingQueue<Long>();
        try (var socket = new Socket(host.address().getAddress(), host.address().getPort());
                var connection = KeepAlive.tcp(host.address())) {
            // Closed with its socket alone: while somebody reads, its own closing waits for him.
            var events =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(watch.getBytes(StandardCharsets.US_ASCII));
            awaitLive(events);
            Thread listening = Thread.ofPlatform().daemon().start(() -> listen(events, heard));
            byte[] request = put.getBytes(StandardCharsets.US_ASCII);
            long[] times = new long[PUTS];
            for (int i = 0; i < PUTS; i++) {
                long begin = System.nanoTime();
                connection.exchange(request);
                Long end = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (end == null) {
                    throw new IOException("a watcher heard nothing, it is " + listening.getState());
                }
                times[i] = end - begin;
            }
            Arrays.sort(times);
            return times[PUTS / 2] / 1e3;
        }
    }

    private static void awaitLive(BufferedReader events) throws IOException {
        for (String line = events.readLine(); !"event: live".equals(line); ) {
            if (line == null) {
                throw new IOException("the watch was refused");
            }
            line = events.readLine();
        }
    }

    private static void listen(BufferedReader events, LinkedBlockingQueue<Long> heard) {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("data: {\"seq\"") && line.contains("\"changes\"")) {
                    heard.add(System.nanoTime());
                }
            }
        } catch (IOException e) {
            // The measurement is over.
        }
    }
}
