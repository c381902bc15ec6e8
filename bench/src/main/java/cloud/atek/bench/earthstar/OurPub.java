package cloud.atek.bench.earthstar;

import cloud.atek.earthstar.pub.PubClient;
import cloud.atek.earthstar.pub.PubHandler;
import cloud.atek.earthstar.pub.Workspaces;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.sync.LiveSync;
import cloud.atek.earthstar.sync.Terms;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.SocketPath;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Both ends of a sync over HTTP, as the service has them, without the host between them.
final class OurPub implements AutoCloseable {

    private static final String LIVE = "/live";

    private final OurStore store;
    private @Nullable HttpServer server;

    OurPub(OurStore store) {
        this.store = store;
    }

    void serve(Path socket) throws IOException {
        var published = new PubHandler(new Alone(), false);
        server =
                HttpServer.start(
                        new SocketPath(socket),
                        request ->
                                request.path().equals(LIVE)
                                        ? live(request)
                                        : published.handle(request));
    }

    private Answer live(Request request) {
        return WebSocket.accept(
                request,
                socket -> {
                    var channel = new SocketChannel(socket);
                    Replica replica = store.replica();
                    try (var sync = LiveSync.answering(channel, replica, "guest", Terms.ALL)) {
                        sync.stay();
                    }
                });
    }

    /// @return seconds, and how many documents there are then
    double[] sync(String way, Path socket) throws IOException {
        var at = new SocketPath(socket);
        Replica replica = store.replica();
        long start = System.nanoTime();
        try (var http = new HttpClient()) {
            if (way.equals("live")) {
                live(http, at, replica);
            } else {
                PubClient.sync(request -> http.call(at, request), replica);
            }
        }
        return new double[] {(System.nanoTime() - start) / 1e9, replica.size()};
    }

    private static void live(HttpClient http, SocketPath at, Replica replica) throws IOException {
        WebSocket socket = WebSocket.connect(http, at, LIVE, Headers.NONE);
        var channel = new SocketChannel(socket);
        try (var sync = LiveSync.calling(channel, replica, "pub", Terms.ALL)) {
            sync.once();
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /// Whatever the store has at the moment.
    private final class Alone implements Workspaces {

        @Override
        public Optional<Replica> find(String address) {
            return Optional.of(store.replica())
                    .filter(replica -> replica.workspace().text().equals(address));
        }

        @Override
        public Optional<Replica> open(String address) {
            return find(address);
        }
    }
}
