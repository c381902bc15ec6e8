package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The reader of one stream of server-sent events, on a connection of its own. Any thread may ask;
/// closing it leaves as a client does that is killed.
public final class Sse implements AutoCloseable {

    private static final int PATIENCE_S = 20;

    /// What came: an event, or the end.
    ///
    /// @param name `end` for a clean end, `broken` for any other
    public record Event(String name, String id, JsonNode data) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final HttpClient client;
    private final String type;

    private Sse(HttpClient client, HttpResponse<java.io.InputStream> answer) {
        this.client = client;
        this.type = answer.headers().firstValue("Content-Type").orElse("");
        Thread.ofVirtual()
                .start(() -> read(new BufferedReader(new InputStreamReader(answer.body(), UTF_8))));
    }

    /// Calls a method of an API as the host.
    public static Sse open(TestHost host, String api, String method, Object... params)
            throws IOException, InterruptedException {
        return open(
                host, Map.of("Authorization", "Bearer " + host.systemToken()), api, method, params);
    }

    /// Calls a method of an API with these headers.
    public static Sse open(
            TestHost host, Map<String, String> headers, String api, String method, Object... params)
            throws IOException, InterruptedException {
        ObjectNode call = MessageCodec.JSON.createObjectNode();
        call.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode array = call.putArray("params");
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/_atek/gateway?api=%s"
                                                .formatted(host.port(), api)))
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(call.toString()));
        headers.forEach(request::header);
        HttpClient client = HttpClient.newHttpClient();
        return new Sse(
                client, client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private void read(BufferedReader lines) {
        try {
            String name = "message";
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, id, MessageCodec.JSON.readTree(line.substring(6))));
                } else if (line.startsWith("{")) {
                    events.add(new Event("whole", "", MessageCodec.JSON.readTree(line)));
                }
            }
            events.add(new Event("end", "", MessageCodec.JSON.nullNode()));
        } catch (IOException | UncheckedIOException e) {
            events.add(new Event("broken", "", MessageCodec.JSON.nullNode()));
        }
    }

    public String type() {
        return type;
    }

    /// Waits for the next event, or the end.
    ///
    /// @throws IllegalStateException when nothing comes
    public Event next() throws InterruptedException {
        Event next = events.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("no event came");
        }
        return next;
    }

    /// Waits for an event of this name and drops what comes before.
    public Event next(String name) throws InterruptedException {
        Event next = next();
        while (!next.name().equals(name)) {
            if (next.name().equals("end") || next.name().equals("broken")) {
                throw new IllegalStateException("it ended before " + name);
            }
            next = next();
        }
        return next;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
