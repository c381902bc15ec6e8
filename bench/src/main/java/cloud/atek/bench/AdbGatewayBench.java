package cloud.atek.bench;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Records of ADB as a program gets them: by JSON-RPC through the gateway, beside the bare disk's
/// sync of as many bytes as a put writes. Also here, the load takes its share of the machine.
record AdbGatewayBench(Path dist, PrintStream out) {

    private static final String API = "atek.cloud/adb-api";
    private static final int RECORDS = 100_000;
    private static final int BATCH = 1000;
    private static final String TEXT = "It is not the strongest of the species that survives. ";
    private static final List<Integer> CONNECTIONS = List.of(1, 16);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(3);

    /// What a put of such a record writes, about.
    private static final int PUT_BYTES = 500;

    private static final int SYNCS = 2000;

    void run() throws Exception {
        Path dir = Files.createTempDirectory(Path.of("/tmp"), "ab");
        try (var host = HostUnderTest.start(dist, dir.resolve("d"), true)) {
            host.awaitReady();
            String id = database(host);
            fill(host, id);
            String put = params(id, "/r/" + key(RECORDS / 2), record(RECORDS / 2));
            String get = params(id, "/r/" + key(RECORDS / 2));
            String list = params(id, "/r", "{\"gte\":\"" + key(5000) + "\",\"limit\":1000}");
            load(host, "recordPut", put, 4, WARM_UP);
            load(host, "recordGet", get, 4, WARM_UP);
            load(host, "recordList", list, 2, WARM_UP);
            out.printf("%,d records%n", RECORDS);
            out.println("call         connections    calls/s   p50 µs   p99 µs");
            for (int connections : CONNECTIONS) {
                print("recordPut", connections, load(host, "recordPut", put, connections, ROUND));
                print("recordGet", connections, load(host, "recordGet", get, connections, ROUND));
            }
            print("list of 1000", 1, load(host, "recordList", list, 1, ROUND));
            out.printf("%-12s %11d %10s %8.0f%n", "bare sync", 1, "", syncP50Us(dir));
            var watch =
                    new WatchLatency(host, watch(host, id), host.request(API, "recordPut", put));
            out.printf("%-12s %11d %10s %8.0f%n", "put to watch", 1, "", watch.p50Us());
        } finally {
            Folders.delete(dir);
        }
    }

    private static String watch(HostUnderTest host, String id) throws IOException {
        return host.request(API, "watch", "[\"" + id + "\",{\"path\":\"/r\"}]")
                .replaceFirst("\r\n", "\r\nAccept: text/event-stream\r\n");
    }

    private void print(String call, int connections, Load.Result result) {
        out.printf(
                "%-12s %11d %10.0f %8.0f %8.0f%n",
                call, connections, result.perSecond(), result.p50Us(), result.p99Us());
    }

    private static Load.Result load(
            HostUnderTest host, String method, String params, int connections, Duration duration)
            throws IOException, InterruptedException {
        return new Load(host.address(), host.request(API, method, params), connections, duration)
                .run();
    }

    private static String database(HostUnderTest host) throws IOException {
        JsonNode made = call(host, "dbGetOrCreate", "[\"bench\",{}]");
        return made.at("/result/dbId").asText();
    }

    private static void fill(HostUnderTest host, String id) throws IOException {
        for (int from = 0; from < RECORDS; from += BATCH) {
            var operations = new StringBuilder();
            for (int number = from; number < from + BATCH; number++) {
                operations
                        .append(operations.isEmpty() ? "" : ",")
                        .append("{\"op\":\"put\",\"path\":\"/r/")
                        .append(key(number))
                        .append("\",\"value\":")
                        .append(record(number))
                        .append('}');
            }
            call(host, "batch", "[\"" + id + "\",[" + operations + "]]");
        }
    }

    private static JsonNode call(HostUnderTest host, String method, String params)
            throws IOException {
        try (var connection = KeepAlive.tcp(host.address())) {
            String request = host.request(API, method, params);
            JsonNode answer =
                    MessageCodec.JSON.readTree(
                            connection.exchange(request.getBytes(StandardCharsets.US_ASCII)));
            if (answer.has("error")) {
                throw new IOException(method + ": " + answer.get("error"));
            }
            return answer;
        }
    }

    private static String params(String id, String path, String... more) {
        String rest = more.length == 0 ? "" : "," + String.join(",", more);
        return "[\"" + id + "\",\"" + path + "\"" + rest + "]";
    }

    private static String key(int number) {
        return "%08d".formatted(number);
    }

    private static String record(int number) {
        return "{\"id\":%d,\"name\":\"record %d\",\"text\":\"%s%s\"}"
                .formatted(number, number, TEXT, TEXT);
    }

    private static double syncP50Us(Path dir) throws IOException {
        long[] times = new long[SYNCS];
        try (var file =
                FileChannel.open(
                        dir.resolve("sync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // As the log does: within what the file already has.
            file.write(ByteBuffer.allocate(SYNCS * PUT_BYTES));
            file.force(true);
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                file.write(ByteBuffer.allocate(PUT_BYTES), (long) i * PUT_BYTES);
                file.force(false);
                times[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(times);
        return times[SYNCS / 2] / 1e3;
    }
}
