package cloud.atek.adb.service;

import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A real ADB process, called on its socket as the host does.
final class AdbProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final SocketPath socket;
    private final HttpClient client = new HttpClient();

    private AdbProcess(Process process, SocketPath socket) {
        this.process = process;
        this.socket = socket;
    }

    /// Starts one on the data folder `dir`, and waits until it answers.
    static AdbProcess start(Path dir) throws Exception {
        Path socket = dir.resolve("s");
        Files.deleteIfExists(socket);
        var builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AdbMain.class.getName()));
        builder.environment().clear();
        builder.environment().put("ATEK_ASSIGNED_SOCKET_FILE", socket.toString());
        builder.environment().put("ATEK_ASSIGNED_SERVICE_KEY", "core.adb");
        builder.environment().put("ATEK_HOST_PORT", "1");
        builder.environment().put("ATEK_HOST_BEARER_TOKEN", "0".repeat(64));
        builder.environment().put("ATEK_DATA_DIR", dir.resolve("data").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log.txt").toFile()));
        var adb = new AdbProcess(builder.start(), new SocketPath(socket));
        adb.awaitAnswer();
        return adb;
    }

    /// Calls as the host.
    JsonNode call(String method, Object... params) throws IOException {
        return call("system", "system", method, params);
    }

    JsonNode call(String user, String service, String method, Object... params) throws IOException {
        ArrayNode list = MessageCodec.JSON.valueToTree(params);
        return post(
                user,
                service,
                new MessageCodec().write(new Message.Request(IntNode.valueOf(1), method, list)));
    }

    /// Asks for a stream of events.
    ///
    /// @return to be closed
    Response stream(String user, String service, String method, Object... params)
            throws IOException {
        ArrayNode list = MessageCodec.JSON.valueToTree(params);
        byte[] body =
                new MessageCodec().write(new Message.Request(IntNode.valueOf(1), method, list));
        Headers headers =
                Headers.of(
                        "Host",
                        "localhost",
                        "Accept",
                        "text/event-stream",
                        "Atek-Auth-User",
                        user,
                        "Atek-Auth-Service",
                        service);
        return client.call(socket, new Request("POST", "/_api/adb", headers, Body.of(body)));
    }

    long pid() {
        return process.pid();
    }

    /// Sends `body` as it is.
    JsonNode post(String user, String service, byte[] body) throws IOException {
        Headers headers =
                Headers.of(
                        "Host", "localhost", "Atek-Auth-User", user, "Atek-Auth-Service", service);
        var request = new Request("POST", "/_api/adb", headers, Body.of(body));
        try (Response response = client.call(socket, request)) {
            return MessageCodec.JSON.readTree(response.body().bytes(16 << 20));
        }
    }

    /// Sends plain HTTP as this user through this service; the caller closes the answer.
    Response send(
            String user, String service, String method, String target, Headers more, Body body)
            throws IOException {
        Headers headers =
                Headers.of("Atek-Auth-User", user, "Atek-Auth-Service", service).with(more);
        return client.call(socket, new Request(method, target, headers, body));
    }

    /// The most memory that it had in RAM so far, in KiB.
    long peakKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    SocketPath socket() {
        return socket;
    }

    /// As a power cut would.
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /// As the host ends it; its exit code.
    int end() {
        process.toHandle().destroy();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        kill();
        client.close();
    }

    private void awaitAnswer() throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            try {
                call("getConfig");
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("ADB did not answer, see log.txt");
    }
}
