package cloud.atek.earthstar.pub;

import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.replica.Arrival;
import cloud.atek.earthstar.replica.Follower;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Answers as the published pub does, under `/earthstar-api/v1/`: documents and paths of a
/// workspace are read, documents are pushed, and new ones are followed as server-sent events.
///
/// Nobody deletes a workspace from outside: the published pub lets everybody. Thread-safe.
public final class PubHandler implements HttpServer.Handler {

    /// Largest body of a push once it is unpacked, in bytes. The published pub takes 10 MB.
    static final int BODY_BYTES_MAX = 32 << 20;

    /// A stream says that it lives this often; the published pub waits as long.
    private static final Duration KEEPALIVE = Duration.ofSeconds(28);

    private static final String PREFIX = "/earthstar-api/v1/";
    private static final String JSON = "application/json; charset=utf-8";

    private final Workspaces workspaces;
    private final boolean readOnly;

    /// @param readOnly nobody pushes
    public PubHandler(Workspaces workspaces, boolean readOnly) {
        this.workspaces = workspaces;
        this.readOnly = readOnly;
    }

    @Override
    public Answer handle(Request request) throws IOException {
        if (request.method().equals("OPTIONS")) {
            return preflight(request);
        }
        String path = request.path();
        if (!path.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return notFound();
        }
        String[] parts = path.substring(PREFIX.length()).split("/", -1);
        boolean slash = parts.length == 3 && parts[2].isEmpty();
        if (parts.length != 2 && !slash) {
            return notFound();
        }
        try {
            String workspace =
                    URLDecoder.decode(parts[0].replace("+", "%2B"), StandardCharsets.UTF_8);
            return handle(request, workspace, parts[1].toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return text(400, "Bad Request");
        }
    }

    private Answer handle(Request request, String workspace, String what) throws IOException {
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.method().equals("POST") && what.equals("documents")) {
            return push(request, workspace);
        }
        if (!read) {
            return notFound();
        }
        Optional<Replica> found = workspaces.find(workspace);
        if (found.isEmpty()) {
            return notFound();
        }
        Replica replica = found.get();
        return switch (what) {
            case "documents" ->
                    new Answer.Written(200, headers(JSON), out -> documents(replica, out));
            case "paths" -> json(paths(replica.paths(Query.LATEST)));
            case "stream" -> stream(replica);
            default -> notFound();
        };
    }

    private Answer push(Request request, String workspace) throws IOException {
        if (request.headers().first("Content-Type").isEmpty()) {
            return text(400, "Bad Request");
        }
        try (InputStream in = new BoundedStream(unpacked(request), BODY_BYTES_MAX)) {
            byte[] body = in.readAllBytes();
            // What is broken is told before what is forbidden, and before anything is kept. As
            // objects all documents of a body would be many times as large as it is.
            if (DocumentJson.parseAll(new ByteArrayInputStream(body), _ -> {}).isPresent()) {
                return text(400, "Bad Request");
            }
            if (readOnly || workspaces.readOnly(workspace)) {
                return text(403, "Forbidden");
            }
            Optional<Replica> replica = workspaces.open(workspace);
            return replica.isEmpty() ? notFound() : json(new Push(replica.get()).take(body));
        } catch (BoundedStream.TooLongException e) {
            return text(413, "Payload Too Large");
        } catch (ZipException | EOFException e) {
            return text(400, "Bad Request");
        }
    }

    private static InputStream unpacked(Request request) throws IOException {
        InputStream in = request.body().in();
        return request.headers().has("Content-Encoding", "gzip") ? new GZIPInputStream(in) : in;
    }

    private static void documents(Replica replica, OutputStream out) throws IOException {
        out.write('[');
        var first = new AtomicBoolean(true);
        replica.each(document -> {
            if (!first.getAndSet(false)) {
                out.write(',');
            }
            out.write(DocumentJson.bytes(document));
        });
        out.write(']');
    }

    /// Paths have no character that JSON escapes.
    private static String paths(List<String> paths) {
        return paths.isEmpty() ? "[]" : "[\"" + String.join("\",\"", paths) + "\"]";
    }

    private static Answer stream(Replica replica) throws IOException {
        Follower follower = replica.follow();
        Headers headers = headers("text/event-stream").with("Cache-Control", "no-cache");
        return new Answer.Live(
                200,
                headers,
                (out, peer) -> {
                    try (follower) {
                        peer.whenGone(follower::close);
                        follow(follower, out);
                    }
                });
    }

    private static void follow(Follower follower, OutputStream out) throws IOException {
        say(out, "data: KEEPALIVE\n\n");
        while (true) {
            switch (follower.next(KEEPALIVE).orElse(null)) {
                case null -> say(out, ": it lives\ndata: KEEPALIVE\n\n");
                case Arrival.Came came ->
                        say(out, "data: " + DocumentJson.write(came.document()) + "\n\n");
                // Who missed some comes again and pulls.
                case Arrival.Missed _, Arrival.Closed _ -> {
                    return;
                }
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Answer preflight(Request request) {
        Headers headers =
                Headers.of(
                        "Access-Control-Allow-Origin", "*",
                        "Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE",
                        "Vary", "Access-Control-Request-Headers");
        Optional<String> wanted = request.headers().first("Access-Control-Request-Headers");
        Response answer = Response.empty(204);
        return new Response(
                204,
                wanted.map(names -> headers.with("Access-Control-Allow-Headers", names))
                        .orElse(headers),
                answer.body());
    }

    private static Response notFound() {
        return text(404, "Not Found");
    }

    private static Response text(int status, String text) {
        return Response.text(status, text).with("Access-Control-Allow-Origin", "*");
    }

    private static Response json(String json) {
        return Response.of(200, JSON, json.getBytes(StandardCharsets.UTF_8))
                .with("Access-Control-Allow-Origin", "*");
    }

    private static Headers headers(String contentType) {
        return Headers.of("Content-Type", contentType, "Access-Control-Allow-Origin", "*");
    }
}
