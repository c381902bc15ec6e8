package cloud.atek.host.edge;

import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.SocketPath;

/// A WebSocket to `/_atek/gateway?api=<id>`: joined with the service that exports the API with
/// transport `proxy`. Thread-safe.
final class GatewaySockets {

    private final Gateway gateway;
    private final Tunnels tunnels;

    GatewaySockets(Gateway gateway, Tunnels tunnels) {
        this.gateway = gateway;
        this.tunnels = tunnels;
    }

    void join(Exchange exchange, Visit visit) {
        String query = exchange.request().getHttpURI().getQuery();
        switch (gateway.proxy(
                visit.caller(), Calls.wanted(exchange.request()), Gateway.SOCKET, query)) {
            case Proxied.Refused(int status, String message) -> exchange.refuse(status, message);
            case Proxied.To to -> {
                Endpoint endpoint = to.endpoint();
                Headers headers =
                        ProxyHeaders.webSocket(exchange.request()).with(ProxyHeaders.auth(to));
                tunnels.join(
                        exchange,
                        new Tunnels.Ends(visit, to.opening()),
                        new SocketPath(endpoint.socket()),
                        new Request("GET", endpoint.path(), headers, Body.none()));
            }
        }
    }
}
