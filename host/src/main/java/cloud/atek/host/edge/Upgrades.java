package cloud.atek.host.edge;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/// Recognises the wish to turn a connection into a WebSocket (RFC 6455 section 4.2.1).
final class Upgrades {

    /// Stands for such a wish in the table of routes; no request has this method.
    static final String METHOD = "websocket";

    private Upgrades() {}

    static boolean wanted(Request request) {
        return request.getMethod().equals("GET")
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")
                && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade");
    }
}
