package cloud.atek.bench;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A host of the built distribution, as a process with a data folder of its own. One thread owns
/// it.
final class HostUnderTest implements AutoCloseable {

    /// The first start of all records the AOT cache before.
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final long POLL_MS = 5;

    private final Path dist;
    private final Path data;
    private final int port;
    private final Process process;

    private HostUnderTest(Path dist, Path data, int port, Process process) {
        this.dist = dist;
        this.data = data;
        this.port = port;
        this.process = process;
    }

    /// Returns at once; [#awaitReady] waits.
    ///
    /// @param aot whether it may use the AOT cache
    static HostUnderTest start(Path dist, Path data, boolean aot) throws IOException {
        int port = freePort();
        var builder =
                new ProcessBuilder(
                        dist.resolve("atek").toString(),
                        "up",
                        "--configDir",
                        data.toString(),
                        "--port",
                        Integer.toString(port),
                        "--no-open");
        builder.environment().put("ATEK_AOT", aot ? "on" : "off");
        Path log = data.resolveSibling(data.getFileName() + ".log");
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new HostUnderTest(dist, data, port, builder.start());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Returns when `inspect-api.isReady` is true.
    void awaitReady() throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!ready()) {
            if (!process.isAlive()) {
                throw new IOException("the host ended with code " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the host is not ready after " + START_PATIENCE);
            }
            Thread.sleep(POLL_MS);
        }
    }

    private boolean ready() {
        if (!Files.exists(data.resolve("config.json"))) {
            return false;
        }
        try (var wire = KeepAlive.tcp(address())) {
            return wire.exchange(ascii(request("atek.cloud/inspect-api", "isReady", "[]")))
                    .contains("\"result\":true");
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Path data() {
        return data;
    }

    /// One call as it goes over the wire.
    String request(String api, String method, String params) throws IOException {
        return HttpText.post(
                "/_atek/gateway?api=" + api,
                "localhost:" + port,
                proof(),
                HttpText.call(method, params));
    }

    /// The header by which the host knows itself.
    String proof() throws IOException {
        return "Authorization: Bearer " + token();
    }

    /// What the kernel says of the host's own memory, its services not counted.
    ///
    /// @param line of proc(5)'s `status`, such as `VmRSS`
    long memoryKib(String line) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String each : Files.readAllLines(status)) {
            if (each.startsWith(line + ":")) {
                return Long.parseLong(each.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no " + line + " in " + status);
    }

    private String token() throws IOException {
        JsonNode config =
                MessageCodec.JSON.readTree(Files.readAllBytes(data.resolve("config.json")));
        return config.path("systemAuthTokens").path(0).asText();
    }

    /// Runs the command line against this host.
    ///
    /// @return its standard output
    String atek(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(dist.resolve("atek").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--configDir", data.toString(), "--port", Integer.toString(port)));
        Process atek =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(atek.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (atek.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return out;
    }

    /// Stops it as Ctrl-C does.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("the host did not stop within " + STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
