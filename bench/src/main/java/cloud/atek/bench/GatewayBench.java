package cloud.atek.bench;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One RPC call through the gateway, beside nginx in front of the same service's socket, in turns.
/// The load generator takes its share of the machine, the same on both sides.
record GatewayBench(Path dist, PrintStream out) {

    private static final String API = "example.com/hello";
    private static final String METHOD = "say";
    private static final String PARAMS = "[\"bench\"]";
    private static final List<Integer> CONNECTIONS = List.of(1, 32);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int ROUNDS = 3;

    void run() throws Exception {
        Path dir = Files.createTempDirectory(Path.of("/tmp"), "ab");
        try (var host = HostUnderTest.start(dist, dir.resolve("d"), true)) {
            host.awaitReady();
            JsonNode service = install(host);
            String path = exportPath(service);
            String direct =
                    HttpText.post(
                            path,
                            "localhost",
                            "Atek-Auth-User: system\nAtek-Auth-Service: system",
                            HttpText.call(METHOD, PARAMS));
            Path socket = socket(host, direct);
            try (var nginx = Nginx.start(dir.resolve("n"), socket)) {
                var atek = new Load(host.address(), host.request(API, METHOD, PARAMS), 8, WARM_UP);
                var beside = new Load(nginx.address(), direct, 8, WARM_UP);
                atek.run();
                beside.run();
                out.println("connections  through    req/s   p50 µs   p99 µs");
                for (int connections : CONNECTIONS) {
                    compare(at(atek, connections), at(beside, connections));
                }
            }
        } finally {
            Folders.delete(dir);
        }
    }

    private static Load at(Load load, int connections) {
        return new Load(load.address(), load.request(), connections, ROUND);
    }

    private void compare(Load atek, Load nginx) throws IOException, InterruptedException {
        var ours = new ArrayList<Load.Result>();
        var theirs = new ArrayList<Load.Result>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(atek.run());
            theirs.add(nginx.run());
        }
        Load.Result a = median(ours);
        Load.Result n = median(theirs);
        print(atek.connections(), "atek", a);
        print(atek.connections(), "nginx", n);
        out.printf(
                "%11d  ratio    %7.2f  %7.2f  %7.2f%n",
                atek.connections(),
                a.perSecond() / n.perSecond(),
                a.p50Us() / n.p50Us(),
                a.p99Us() / n.p99Us());
    }

    private void print(int connections, String through, Load.Result result) {
        out.printf(
                "%11d  %-7s  %7.0f  %7.0f  %7.0f%n",
                connections, through, result.perSecond(), result.p50Us(), result.p99Us());
    }

    private static Load.Result median(List<Load.Result> results) {
        return results.stream()
                .sorted((a, b) -> Double.compare(a.perSecond(), b.perSecond()))
                .toList()
                .get(results.size() / 2);
    }

    private JsonNode install(HostUnderTest host) throws IOException, InterruptedException {
        Path hello = dist.resolve("../../../services/hello").normalize();
        return MessageCodec.JSON.readTree(
                host.atek("install", hello.toString(), "--id", "hello", "--json"));
    }

    private static String exportPath(JsonNode service) {
        for (JsonNode export : service.at("/settings/manifest/exports")) {
            if (export.path("api").asText().equals(API)) {
                return export.path("path").asText("/");
            }
        }
        return "/";
    }

    /// The socket of the one service that answers the call.
    private static Path socket(HostUnderTest host, String call) throws IOException {
        try (var folders = Files.list(host.data().resolve("run"))) {
            for (Path folder : folders.toList()) {
                Path socket = folder.resolve("service.sock");
                if (Files.exists(socket) && answers(socket, call)) {
                    return socket;
                }
            }
        }
        throw new IOException("no service answers " + METHOD);
    }

    private static boolean answers(Path socket, String call) {
        try (var connection = KeepAlive.unix(socket)) {
            return connection
                    .exchange(call.getBytes(StandardCharsets.US_ASCII))
                    .contains("\"result\"");
        } catch (IOException e) {
            return false;
        }
    }
}
