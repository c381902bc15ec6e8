package cloud.atek.host.edge;

import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpClient.Handshake;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a client's request for a WebSocket into one of a service, and joins the two connections.
/// What they say to each other then is not looked at.
final class Tunnels {

    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);

    private Tunnels() {}

    /// @param request what the service hears, with an `Upgrade` line
    static void join(Exchange exchange, HttpClient client, SocketPath to, Request request) {
        try {
            switch (client.upgrade(to, request)) {
                case Handshake.Accepted accepted -> accept(exchange, accepted);
                case Handshake.Refused(Response response) -> refuse(exchange, response);
            }
        } catch (IOException e) {
            log.warn("a service did not take a WebSocket: {}", e.toString());
            exchange.refuse(502, "The service did not answer");
        }
    }

    private static void accept(Exchange exchange, Handshake.Accepted accepted) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        ProxyHeaders.toClient(accepted.headers(), headers);
        headers.put(HttpHeader.UPGRADE, "websocket");
        headers.put(HttpHeader.CONNECTION, "Upgrade");
        exchange.response().setStatus(101);
        var endPoint = exchange.request().getConnectionMetaData().getConnection().getEndPoint();
        exchange.request()
                .setAttribute(
                        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                        new JoinedConnection(
                                endPoint,
                                exchange.request().getComponents().getExecutor(),
                                accepted.peer()));
        exchange.done();
    }

    private static void refuse(Exchange exchange, Response response) throws IOException {
        try (response) {
            ProxyHeaders.toClient(
                    response.headers().without(name -> name.equals("www-authenticate")),
                    exchange.response().getHeaders());
            exchange.whole(
                    response.status(),
                    response.headers().first("Content-Type").orElse("text/plain; charset=utf-8"),
                    response.body().in().readNBytes(Limits.COPY_BYTES));
        }
    }
}
