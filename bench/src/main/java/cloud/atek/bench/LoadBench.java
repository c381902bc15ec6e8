package cloud.atek.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// The whole host under load: idle WebSockets, callers and a download at once, and how much memory
/// the host takes for them; then each way beside nginx in front of the same service's socket. The
/// load generator takes its share of the machine, the same on both sides.
record LoadBench(Path dist, PrintStream out) {

    private static final int SOCKETS = 1_000;
    private static final int CALLERS = 200;
    private static final long PULL_BYTES_PER_SECOND = 50_000_000;
    private static final int PULL_MIB = 500;
    private static final int RACE_MIB = 1_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration TOGETHER = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int ROUNDS = 3;

    private static final String API = "example.com/load";
    private static final String PARAMS = "[\"bench\"]";

    void run() throws Exception {
        Path dir = Files.createTempDirectory(Path.of("/tmp"), "ab");
        try (var host = HostUnderTest.start(dist, dir.resolve("d"), true)) {
            host.awaitReady();
            Path service = dist.resolve("../../../bench/src/main/load-service").normalize();
            JsonNode installed =
                    MessageCodec.JSON.readTree(
                            host.atek("install", service.toString(), "--id", "load", "--json"));
            if (!installed.path("state").asText().equals("running")) {
                throw new IOException("the service does not run: " + installed);
            }
            together(host);
            try (var nginx = Nginx.start(dir.resolve("n"), socket(host))) {
                compare(host, nginx);
            }
        } finally {
            Folders.delete(dir);
        }
    }

    private void together(HostUnderTest host) throws Exception {
        String call = host.request(API, "say", PARAMS);
        new Load(host.address(), call, CALLERS, WARM_UP).run();
        out.println("host                                   RSS MiB   most so far");
        memory(host, "after %d callers for %d s".formatted(CALLERS, WARM_UP.toSeconds()));
        var sockets = new ArrayList<IdleSocket>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SOCKETS; i++) {
                sockets.add(
                        IdleSocket.open(
                                host.address(),
                                "/_atek/gateway?api=example.com/load-socket",
                                host.proof()));
            }
            memory(host, "%,d idle WebSockets".formatted(SOCKETS));
            var pull =
                    threads.submit(
                            new BytesPull(
                                            host.address(),
                                            site(host, PULL_MIB),
                                            PULL_BYTES_PER_SECOND)
                                    ::run);
            Load.Result calls = new Load(host.address(), call, CALLERS, TOGETHER).run();
            BytesPull.Result bytes = pull.get();
            memory(host, "with callers and a download");
            tell(calls, bytes, working(sockets));
        } catch (ExecutionException e) {
            throw new IOException("the download failed", e.getCause());
        } finally {
            for (IdleSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private void tell(Load.Result calls, BytesPull.Result bytes, int working) {
        out.printf(
                "%n%d callers: %,.0f calls/s, p50 %,.0f µs, p99 %,.0f µs%n",
                CALLERS, calls.perSecond(), calls.p50Us(), calls.p99Us());
        out.printf(
                "download through the subdomain at the same time: %.1f MB/s of %d wanted%n",
                bytes.mbPerSecond(), PULL_BYTES_PER_SECOND / 1_000_000);
        out.printf("WebSockets that still echo: %,d of %,d%n%n", working, SOCKETS);
    }

    private static int working(List<IdleSocket> sockets) throws IOException {
        int working = 0;
        for (IdleSocket socket : sockets) {
            working += socket.works() ? 1 : 0;
        }
        return working;
    }

    private void memory(HostUnderTest host, String when) throws IOException {
        out.printf(
                "%-36s  %8d  %12d%n",
                when, host.memoryKib("VmRSS") >> 10, host.memoryKib("VmHWM") >> 10);
    }

    private void compare(HostUnderTest host, Nginx nginx) throws Exception {
        String call = host.request(API, "say", PARAMS);
        String direct = direct(HttpText.call("say", PARAMS));
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        var ourBytes = new ArrayList<Double>();
        var theirBytes = new ArrayList<Double>();
        new Load(nginx.address(), direct, CALLERS, WARM_UP).run();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(new Load(host.address(), call, CALLERS, ROUND).run().perSecond());
            theirs.add(new Load(nginx.address(), direct, CALLERS, ROUND).run().perSecond());
            ourBytes.add(
                    new BytesPull(host.address(), site(host, RACE_MIB), 0).run().mbPerSecond());
            theirBytes.add(
                    new BytesPull(nginx.address(), bytes("localhost", "", RACE_MIB), 0)
                            .run()
                            .mbPerSecond());
        }
        out.println("                     atek     nginx     ratio");
        ratio("calls/s, %d callers".formatted(CALLERS), ours, theirs);
        ratio("MB/s, 1 download", ourBytes, theirBytes);
        memory(host, "\nhost in the end");
    }

    private void ratio(String what, List<Double> ours, List<Double> theirs) {
        double atek = median(ours);
        double nginx = median(theirs);
        out.printf("%-20s %,8.0f  %,8.0f  %8.2f%n", what, atek, nginx, atek / nginx);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String site(HostUnderTest host, int mib) throws IOException {
        return bytes("load.localhost:" + host.address().getPort(), host.proof() + "\n", mib);
    }

    /// @param headers lines that end
    private static String bytes(String name, String headers, int mib) {
        return "GET /bytes?%d HTTP/1.1\nHost: %s\n%s\n"
                .formatted(mib, name, headers)
                .replace("\n", "\r\n");
    }

    private static String direct(String call) {
        return HttpText.post(
                "/_api", "localhost", "Atek-Auth-User: system\nAtek-Auth-Service: system", call);
    }

    /// The socket of the service, which is the only one to answer the call.
    private static Path socket(HostUnderTest host) throws IOException {
        try (var folders = Files.list(host.data().resolve("run"))) {
            for (Path folder : folders.toList()) {
                Path socket = folder.resolve("service.sock");
                if (Files.exists(socket) && answers(socket)) {
                    return socket;
                }
            }
        }
        throw new IOException("no service answers");
    }

    private static boolean answers(Path socket) {
        try (var connection = KeepAlive.unix(socket)) {
            return connection
                    .exchange(direct(HttpText.call("say", PARAMS)).getBytes(US_ASCII))
                    .contains("Hello, bench");
        } catch (IOException e) {
            return false;
        }
    }
}
