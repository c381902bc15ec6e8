package cloud.atek.services.earthstar;

import cloud.atek.earthstar.pub.PubHandler;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.sync.Interest;
import cloud.atek.earthstar.sync.LiveSync;
import cloud.atek.earthstar.sync.MalformedBatchException;
import cloud.atek.earthstar.sync.Terms;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Answer;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers other homes, below `/earthstar-api/v1/`: the protocol of the published pubs,
/// `<workspace>/live` for homes of ours as a WebSocket, and `workspaces` with those that are
/// discoverable. Who asks is not known. Thread-safe.
final class GuestHandler implements HttpServer.Handler {

    private static final Logger log = LoggerFactory.getLogger(GuestHandler.class);

    static final String PREFIX = "/earthstar-api/v1/";
    static final String LIVE = "/live";

    private final Pub pub;
    private final Guests guests;
    private final PubHandler published;
    private final Semaphore rooms = new Semaphore(Limits.GUESTS_MAX);
    private final Semaphore pushes = new Semaphore(Limits.PUSHES_MAX);
    private final AtomicLong visits = new AtomicLong();

    GuestHandler(Pub pub) {
        this.pub = pub;
        this.guests = new Guests(pub);
        this.published = new PubHandler(guests, false);
    }

    @Override
    public Answer handle(Request request) throws IOException {
        String path = request.path();
        if (path.equals(PREFIX + "workspaces") && request.method().equals("GET")) {
            return discoverable();
        }
        if (path.startsWith(PREFIX) && path.endsWith(LIVE)) {
            return live(request, path.substring(PREFIX.length(), path.length() - LIVE.length()));
        }
        return request.method().equals("POST") ? push(request) : published.handle(request);
    }

    private Response discoverable() throws IOException {
        List<String> addresses =
                pub.registry().all().stream()
                        .filter(Entry::discoverable)
                        .map(Entry::workspace)
                        .sorted()
                        .toList();
        byte[] json = MessageCodec.JSON.writeValueAsBytes(Map.of("workspaces", addresses));
        return Response.of(200, "application/json", json).with("Access-Control-Allow-Origin", "*");
    }

    private Answer push(Request request) throws IOException {
        if (!pushes.tryAcquire()) {
            return busy();
        }
        try {
            return published.handle(request);
        } finally {
            pushes.release();
        }
    }

    private static Response busy() {
        return Response.text(503, "Busy, come again").with("Retry-After", "5");
    }

    private Answer live(Request request, String encoded) throws IOException {
        Optional<Entry> entry = guests.published(decoded(encoded));
        if (entry.isEmpty()) {
            return Response.text(404, "Not Found");
        }
        if (!rooms.tryAcquire()) {
            return busy();
        }
        Answer answer = WebSocket.accept(request, socket -> serve(socket, entry.get()));
        if (answer instanceof Answer.Upgrade(var headers, var tunnel)) {
            return new Answer.Upgrade(
                    headers,
                    peer -> {
                        try {
                            tunnel.run(peer);
                        } finally {
                            rooms.release();
                        }
                    });
        }
        rooms.release();
        return answer;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void serve(WebSocket socket, Entry entry) throws IOException {
        var terms = new Terms(Interest.ALL, true, !entry.readOnly());
        String name = "guest " + visits.incrementAndGet();
        try (Replicas.Hold hold = pub.replicas().hold(entry);
                LiveSync sync = answering(socket, hold.replica(), name, terms);
                var _ = pub.watched(entry.workspace(), sync)) {
            sync.stay();
        } catch (MalformedBatchException e) {
            log.info("a guest said what makes no sense: {}", e.getMessage());
            socket.close(1002, "this is no sync");
        } catch (IOException e) {
            log.debug("a guest went away", e);
        }
    }

    private static LiveSync answering(WebSocket socket, Replica replica, String name, Terms terms)
            throws IOException {
        return LiveSync.answering(new SocketChannel(socket), replica, name, terms);
    }
}
