package cloud.atek.host.edge;

import cloud.atek.host.gateway.OpenUses;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.gateway.Tallies;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpClient.Handshake;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a client's request for a WebSocket into one of a service, and joins the two connections.
/// What they say to each other then is not looked at. Thread-safe.
final class Tunnels {

    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);

    private final HttpClient client;
    private final OpenStreams streams;
    private final Tallies tallies;
    private final SocketCount count = new SocketCount();

    Tunnels(HttpClient client, OpenStreams streams, Tallies tallies) {
        this.tallies = tallies;
        this.client = client;
        this.streams = streams;
    }

    /// Why one may end: its caller is not who he was, or may not any more.
    record Ends(Visit visit, Proxied.Opening opening) {}

    /// @param request what the service hears, with an `Upgrade` line
    void join(Exchange exchange, Ends ends, SocketPath to, Request request) {
        if (!count.take(ends.visit())) {
            exchange.refuse(429, "You have too many WebSockets open; close some pages");
            return;
        }
        boolean joined = false;
        try {
            switch (client.upgrade(to, request)) {
                case Handshake.Accepted accepted -> {
                    accept(exchange, ends, accepted, tallies.of(to.path()));
                    joined = true;
                }
                case Handshake.Refused(Response response) -> refuse(exchange, response);
            }
        } catch (IOException e) {
            log.warn("a service did not take a WebSocket: {}", e.toString());
            exchange.refuse(502, "The service did not answer");
        } finally {
            if (!joined) {
                count.give(ends.visit());
            }
        }
    }

    private void accept(
            Exchange exchange, Ends ends, Handshake.Accepted accepted, Tallies.Tally tally) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        ProxyHeaders.toClient(accepted.headers(), headers);
        headers.put(HttpHeader.UPGRADE, "websocket");
        headers.put(HttpHeader.CONNECTION, "Upgrade");
        exchange.response().setStatus(101);
        exchange.request()
                .setAttribute(
                        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                        joined(exchange, ends, accepted, tally));
        exchange.done();
    }

    /// Jetty puts it in the place of its own connection when the response is through.
    private Connection joined(
            Exchange exchange, Ends ends, Handshake.Accepted accepted, Tallies.Tally tally) {
        var joined =
                new JoinedConnection(
                        exchange.endPoint(),
                        exchange.request().getComponents().getExecutor(),
                        accepted.peer());
        tally.socketOpened();
        OpenStreams.Watch watch = streams.watch(ends.visit(), joined::close);
        OpenUses.Watch allowed = ends.opening().begin(joined::close);
        joined.addEventListener(
                new Connection.Listener() {
                    @Override
                    public void onClosed(Connection connection) {
                        watch.close();
                        allowed.close();
                        tally.socketClosed();
                        count.give(ends.visit());
                    }
                });
        return joined;
    }

    private static void refuse(Exchange exchange, Response response) throws IOException {
        try (response) {
            ProxyHeaders.toClient(response.headers(), exchange.response().getHeaders());
            exchange.whole(
                    response.status(),
                    response.headers().first("Content-Type").orElse("text/plain; charset=utf-8"),
                    response.body().in().readNBytes(Limits.COPY_BYTES));
        }
    }
}
