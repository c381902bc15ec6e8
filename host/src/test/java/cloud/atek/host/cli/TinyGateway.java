package cloud.atek.host.cli;

import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A gateway that is nothing but a table of answers, on a real port.
final class TinyGateway implements AutoCloseable {

    static final String TOKEN = "0123456789abcdef".repeat(4);

    /// One call as it came.
    record Call(String api, @Nullable String host, @Nullable String auth, Message.Request request) {

        JsonNode param(int index) {
            return request.params().path(index);
        }
    }

    final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Function<Message.Request, Message> answers;

    /// What the HTTP layer says; 200 unless a test wants trouble.
    volatile int status = 200;

    volatile boolean chunked;

    /// Streams of server-sent events, each cut off behind what it is here; null for a call that is
    /// answered as usual.
    volatile Function<Message.Request, @Nullable String> streams = _ -> null;

    TinyGateway(Function<Message.Request, Message> answers) throws IOException {
        this.answers = answers;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/_atek/gateway", this::answer);
        server.start();
    }

    /// A gateway with one answer for every call.
    static TinyGateway saying(String result) throws IOException {
        return new TinyGateway(request -> new Message.Success(request.id(), json(result)));
    }

    static JsonNode json(String text) {
        try {
            return MessageCodec.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Makes `dir` look like the data folder of this gateway.
    Path writeFolder(Path dir) throws IOException {
        Files.writeString(
                dir.resolve("config.json"),
                """
                {"domain": "home.example", "port": %d, "systemAuthTokens": ["%s"]}
                """
                        .formatted(port(), TOKEN));
        return dir;
    }

    private void answer(HttpExchange http) throws IOException {
        var codec = new MessageCodec();
        var request = (Message.Request) codec.read(http.getRequestBody().readAllBytes());
        calls.add(
                new Call(
                        http.getRequestURI().getQuery(),
                        http.getRequestHeaders().getFirst("Host"),
                        http.getRequestHeaders().getFirst("Authorization"),
                        request));
        String events = streams.apply(request);
        byte[] body =
                events == null
                        ? codec.write(answers.apply(request))
                        : events.getBytes(StandardCharsets.UTF_8);
        if (events != null) {
            http.getResponseHeaders().set("Content-Type", "text/event-stream");
        }
        http.sendResponseHeaders(status, chunked ? 0 : body.length);
        http.getResponseBody().write(body);
        http.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
