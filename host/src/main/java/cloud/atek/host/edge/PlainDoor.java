package cloud.atek.host.edge;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// What becomes of plain HTTP where TLS is on: people are led there, and nothing else is answered
/// that anybody on the way could read or change. Thread-safe.
///
/// What stays on this machine needs no TLS: programs with a token, such as the command line, and
/// browsers that call it `localhost`. Where an address says so nothing is permitted by it; what
/// proves a caller is asked as everywhere.
final class PlainDoor {

    private static final String HTTPS_PORT = ":443";

    /// Top-level domains that no public authority certifies (RFC 6761, RFC 6762, RFC 8375 and what
    /// homes use). To pin a browser to TLS there would lock it out should the home change.
    private static final Set<String> HOMES_OWN =
            Set.of("localhost", "local", "test", "internal", "arpa", "lan", "home", "invalid");

    /// How long a browser keeps to TLS after each visit: half a year, in seconds.
    private static final long PINNED_S = 180L * 24 * 60 * 60;

    private final EdgeConfig.@Nullable Secure secure;
    private final IntSupplier port;

    /// @param port where TLS is listened on
    PlainDoor(EdgeConfig.@Nullable Secure secure, IntSupplier port) {
        this.secure = secure;
        this.port = port;
    }

    /// Leads a plain request to TLS, or refuses it.
    ///
    /// @return false when it may go on as it is
    boolean turnsAway(Exchange exchange, Authority at) {
        Request request = exchange.request();
        if (secure == null || at.isSecure() || bringsTrust(request) || stays(request, at)) {
            return false;
        }
        if (!request.getHeaders().getValuesList(HttpHeader.COOKIE).isEmpty()) {
            // It travelled in the open, and proves nothing over TLS.
            exchange.response().getHeaders().add(HttpHeader.SET_COOKIE, SessionCookie.clear(at));
        }
        String there = "https://" + at.host() + port();
        String method = request.getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            String asked = request.getHttpURI().getPathQuery();
            exchange.redirect(there + (ReturnPath.isSafe(asked) ? asked : "/"));
        } else {
            exchange.refuse(403, "This host is asked over TLS: " + there);
        }
        return true;
    }

    /// A device that does not know the home's authority yet cannot fetch it over TLS.
    private static boolean bringsTrust(Request request) {
        return EdgeRoute.AUTHORITY.path().equals(request.getHttpURI().getPath());
    }

    private static boolean stays(Request request, Authority at) {
        boolean token =
                request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION).stream()
                        .anyMatch(Entrance::isBearer);
        return (token || at.isHere())
                && request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress from
                && from.getAddress() != null
                && from.getAddress().isLoopbackAddress();
    }

    /// The port of TLS as it stands in addresses.
    private String port() {
        String text = ":" + port.getAsInt();
        return text.equals(HTTPS_PORT) ? "" : text;
    }

    /// Tells a browser to use TLS alone from now on: where the owner brought a certificate for a
    /// public name. With the home's own authority a device that lost it could not come back.
    void pin(Exchange exchange, Authority at) {
        if (secure != null
                && secure.keys().authority().isEmpty()
                && at.isSecure()
                && isPublic(at)) {
            exchange.response()
                    .getHeaders()
                    .put(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=" + PINNED_S);
        }
    }

    private static boolean isPublic(Authority at) {
        String name = at.host().toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.contains(".") && !HOMES_OWN.contains(last) && !at.isHere();
    }
}
