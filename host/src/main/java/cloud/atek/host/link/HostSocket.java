package cloud.atek.host.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.AuthHeaders;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Introduction;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.gateway.Reply;
import cloud.atek.host.gateway.Tallies;
import cloud.atek.host.gateway.Terms;
import cloud.atek.host.gateway.Wanted;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Duplex;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Limits;
import cloud.atek.wire.Pump;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket by which one service, and nobody else, reaches the host: it lies in a folder that
/// only this service sees, so the socket itself says who is calling. Thread-safe.
///
/// It serves the gateway, and as a proxy the service's way out. A bearer token may be shown to the
/// gateway, and must then be the service's own.
public final class HostSocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostSocket.class);

    /// One JSON-RPC request, in bytes, as on the TCP port.
    static final int CALL_BYTES_MAX = 16 << 20;

    /// One request that is passed on to a `proxy` API, in bytes: nothing of it is held in memory.
    static final long PASSED_BYTES_MAX = 4L << 30;

    /// No service needs more ways to the host at a time; one that runs wild stops here.
    static final int CONNECTIONS_MAX = 256;

    private static final Limits LIMITS =
            Limits.DEFAULT.withBodyBytes(PASSED_BYTES_MAX).withConnections(CONNECTIONS_MAX);

    private static final String GATEWAY = "/_atek/gateway";
    private static final Pattern GATEWAY_BY_PROXY =
            Pattern.compile(
                    "(?i:http://(?:127\\.0\\.0\\.1|localhost)(?::\\d+)?)(?=" + GATEWAY + ")");

    private static final String EVENTS = "text/event-stream";
    private static final int PIECE_BYTES = 8 << 10;

    private final HttpServer server;

    /// What a host socket needs of the host.
    ///
    /// @param caller who the service is now; empty once it may not call any more
    /// @param ownToken tells whether a shown bearer token is the service's own
    public record Identity(Supplier<Optional<Caller.Known>> caller, Predicate<String> ownToken) {}

    private HostSocket(HttpServer server) {
        this.server = server;
    }

    /// @param wayOut answers what the service asks of a proxy
    /// @throws IOException when the socket cannot be made
    static HostSocket open(
            SocketPath at, Identity identity, HttpServer.Handler wayOut, HostSockets.Within within)
            throws IOException {
        var handler = new Handler(identity, wayOut, within, new CallRate());
        return new HostSocket(HttpServer.start(at, LIMITS, Thread.ofVirtual().factory(), handler));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private record Handler(
            Identity identity, HttpServer.Handler wayOut, HostSockets.Within within, CallRate rate)
            implements HttpServer.Handler {

        @Override
        public boolean proxies() {
            return true;
        }

        @Override
        public Answer handle(Request request) throws IOException {
            rate.await();
            Matcher own = GATEWAY_BY_PROXY.matcher(request.target());
            if (own.lookingAt()) {
                String path = request.target().substring(own.end());
                return gateway(
                        new Request(request.method(), path, request.headers(), request.body()));
            }
            if (!request.forProxy()) {
                return gateway(request);
            }
            return identity.caller().get().isEmpty()
                    ? refusal(401, "Not authorized")
                    : wayOut.handle(request);
        }

        private Answer gateway(Request request) throws IOException {
            if (!request.path().equals(GATEWAY)) {
                return refusal(404, "Not found");
            }
            Optional<Caller.Known> caller =
                    identity.caller().get().filter(_ -> tokenFits(request.headers()));
            if (caller.isEmpty()) {
                return refusal(401, "Not authorized");
            }
            caller = behalf(caller.get(), request.headers());
            if (caller.isEmpty()) {
                return refusal(403, "This ticket is not yours, or its call has ended");
            }
            Wanted wanted = Wanted.of(request.query());
            if (request.headers().has("Upgrade", "websocket")) {
                return proxy(caller.get(), wanted, request);
            }
            return request.method().equals("POST")
                    ? call(caller.get(), wanted, request)
                    : pass(caller.get(), wanted, request);
        }

        /// Who calls, when he shows a ticket; empty when it is not his.
        private Optional<Caller.Known> behalf(Caller.Known caller, Headers headers) {
            List<String> shown = headers.all(AuthHeaders.TICKET);
            return switch (shown.size()) {
                case 0 -> Optional.of(caller);
                case 1 -> within.gateway().tickets().redeem(caller, shown.getFirst());
                default -> Optional.empty();
            };
        }

        private boolean tokenFits(Headers headers) {
            return headers.all("Authorization").stream()
                    .allMatch(shown ->
                            shown.regionMatches(true, 0, "Bearer ", 0, 7)
                                    && identity.ownToken().test(shown.substring(7)));
        }

        private Answer call(Caller.Known caller, Wanted wanted, Request request)
                throws IOException {
            byte[] body = request.body().bytes(CALL_BYTES_MAX);
            Duration patience;
            try {
                patience =
                        CallContext.patience(
                                request.headers().first(AuthHeaders.DEADLINE).orElse(null));
            } catch (IllegalArgumentException e) {
                return refusal(400, String.valueOf(e.getMessage()));
            }
            Terms terms = terms(request.headers());
            Reply reply =
                    CallContext.within(
                            within.clock(),
                            patience,
                            () -> within.gateway().call(caller, wanted, body, terms));
            return switch (reply) {
                case Reply.Stream(InputStream stream) ->
                        new Answer.Live(
                                200,
                                Headers.of("Content-Type", EVENTS, "Cache-Control", "no-store"),
                                (out, peer) -> pass(stream, out, peer));
                case Reply.Unauthorized _ -> refusal(401, "Not authorized");
                case Reply.Nothing _ -> Response.empty(204);
                case Reply.Answer(byte[] json, _) -> Response.of(200, "application/json", json);
            };
        }

        private static Terms terms(Headers headers) {
            boolean events = headers.all("Accept").stream().anyMatch(a -> a.contains(EVENTS));
            return new Terms(events, headers.first("Last-Event-ID").orElse(null));
        }

        /// Each piece goes out as it comes in; a service that goes away ends it.
        private static void pass(InputStream stream, OutputStream out, Answer.Peer peer)
                throws IOException {
            try (stream) {
                peer.whenGone(() -> close(stream));
                out.flush();
                var piece = new byte[PIECE_BYTES];
                for (int came = stream.read(piece); came >= 0; came = stream.read(piece)) {
                    out.write(piece, 0, came);
                    out.flush();
                }
            }
        }

        private static void close(AutoCloseable stream) {
            try {
                stream.close();
            } catch (Exception e) {
                log.debug("a stream did not close", e);
            }
        }

        private Answer proxy(Caller.Known caller, Wanted wanted, Request request)
                throws IOException {
            return switch (within.gateway()
                    .proxy(caller, wanted, Gateway.SOCKET, request.query())) {
                case Proxied.Refused(int status, String message) -> refusal(status, message);
                case Proxied.To to -> join(to, request);
            };
        }

        private Answer join(Proxied.To to, Request request) throws IOException {
            Endpoint endpoint = to.endpoint();
            Headers headers = headers(to, request);
            var upgrade = new Request("GET", endpoint.path(), headers, Body.none());
            return switch (within.http().upgrade(new SocketPath(endpoint.socket()), upgrade)) {
                case HttpClient.Handshake.Refused(Response response) -> response;
                case HttpClient.Handshake.Accepted(Headers accepted, var peer) ->
                        new Answer.Upgrade(accepted, own -> joined(own, peer, to));
            };
        }

        private void joined(Duplex own, Duplex peer, Proxied.To to) throws IOException {
            Tallies.Tally tally = within.gateway().tallies().of(to.endpoint().socket());
            tally.socketOpened();
            try (var _ = to.opening().begin(() -> close(peer))) {
                Pump.join(own, peer, Pump.FOREVER);
            } finally {
                tally.socketClosed();
            }
        }

        /// Passes plain HTTP on to a `proxy` API, and the answer back, both as they come.
        private Answer pass(Caller.Known caller, Wanted wanted, Request request)
                throws IOException {
            return switch (within.gateway()
                    .proxy(caller, wanted, request.method(), request.query())) {
                case Proxied.Refused(int status, String message) -> refusal(status, message);
                case Proxied.To to -> pass(to, request);
            };
        }

        private Answer pass(Proxied.To to, Request request) {
            Endpoint endpoint = to.endpoint();
            var passed =
                    new Request(
                            request.method(),
                            endpoint.path() + "?" + request.query(),
                            headers(to, request),
                            request.body());
            try {
                return Watched.of(
                        within.http().call(new SocketPath(endpoint.socket()), passed), to);
            } catch (IOException e) {
                log.warn("{} did not answer {}: {}", endpoint.id(), request.method(), e.toString());
                return refusal(502, endpoint.id() + " did not answer");
            }
        }

        private static Headers headers(Proxied.To to, Request request) {
            return request.headers()
                    .without(name ->
                            name.startsWith("atek-")
                                    || name.equals("authorization")
                                    || name.equals("cookie"))
                    .with(
                            UnixSocketLink.lines(
                                    Introduction.of(
                                            to.caller(), to.endpoint().service(), to.database())));
        }

        private static Response refusal(int status, String message) {
            String json = "{\"error\":true,\"message\":\"" + message + "\"}";
            return Response.of(status, "application/json", json.getBytes(UTF_8));
        }
    }
}
