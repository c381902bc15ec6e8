package cloud.atek.host.edge;

import cloud.atek.api.AuthHeaders;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Introduction;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.wire.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Which headers pass between a client and a service, and which the host alone writes.
///
/// Names are compared as a careless reader would: CGI and its heirs make one variable of
/// `Atek-Auth-User`, `atek_auth_user` and `Atek.Auth.User`, so all of them count as reserved.
final class ProxyHeaders {

    /// Of one connection, not of the message (RFC 9110 section 7.6.1); `Connection` may name more.
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "expect",
                    "http2-settings",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /// Of the page that asks and the browser that shows it.
    private static final Set<String> OF_THE_BROWSER =
            Set.of(
                    "authorization",
                    "cookie",
                    "host",
                    "origin",
                    "referer",
                    "upgrade-insecure-requests",
                    "user-agent");

    /// What a service may not tell a browser: these reach beyond its own name.
    private static final Set<String> NOT_A_SERVICES =
            Set.of("alt-svc", "clear-site-data", "content-length", "strict-transport-security");

    private ProxyHeaders() {}

    /// What a service hears from a client, without what the host knows better.
    static Headers toService(Request request, Authority authority) {
        HttpFields came = request.getHeaders();
        List<String> named = namedByConnection(came.getValuesList("Connection"));
        var lines = new ArrayList<String>();
        for (HttpField field : came) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            String value =
                    HOP_BY_HOP.contains(name) || named.contains(name)
                            ? null
                            : toService(name, field.getValue());
            if (value != null) {
                lines.add(field.getName());
                lines.add(value);
            }
        }
        lines.add("X-Forwarded-For");
        lines.add(Request.getRemoteAddr(request));
        lines.add("X-Forwarded-Host");
        lines.add(authority.host() + authority.port());
        lines.add("X-Forwarded-Proto");
        lines.add(authority.scheme());
        return Headers.of(lines.toArray(String[]::new));
    }

    /// What is left of one line; null when nothing is.
    private static @Nullable String toService(String name, @Nullable String value) {
        String said = value == null ? "" : value;
        return switch (name) {
            case "authorization" -> Entrance.isBearer(said) ? null : said;
            case "cookie" -> SessionCookie.strip(said);
            default -> isReserved(name) ? null : said;
        };
    }

    /// What a service hears of a request that the gateway passes on to it: what is said of the
    /// content, and nothing that belongs to the page or the browser.
    static Headers passed(Request request) {
        List<String> named = namedByConnection(request.getHeaders().getValuesList("Connection"));
        var lines = new ArrayList<String>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            boolean ofContent =
                    !HOP_BY_HOP.contains(name)
                            && !named.contains(name)
                            && !OF_THE_BROWSER.contains(name)
                            && !name.startsWith("sec-")
                            && !isReserved(name);
            if (ofContent && field.getValue() != null) {
                lines.add(field.getName());
                lines.add(field.getValue());
            }
        }
        return Headers.of(lines.toArray(String[]::new));
    }

    /// What a service hears that a client is joined with through the gateway: what shapes the
    /// WebSocket, and nothing else of the client.
    static Headers webSocket(Request request) {
        var lines = new ArrayList<String>();
        lines.add("Upgrade");
        lines.add("websocket");
        for (HttpField field : request.getHeaders()) {
            if (field.getLowerCaseName().startsWith("sec-websocket-") && field.getValue() != null) {
                lines.add(field.getName());
                lines.add(field.getValue());
            }
        }
        return Headers.of(lines.toArray(String[]::new));
    }

    /// Who is calling, for the service that he is joined with.
    static Headers auth(Proxied.To to) {
        var lines = new ArrayList<String>();
        Introduction.of(to.caller(), to.endpoint().service(), to.database())
                .forEach((name, value) -> {
                    lines.add(name);
                    lines.add(value);
                });
        return Headers.of(lines.toArray(String[]::new));
    }

    /// Who is calling, for `target`.
    static Headers auth(Caller.Known caller, ServiceKey target) {
        return Headers.of(
                AuthHeaders.USER,
                caller.user().value(),
                AuthHeaders.SERVICE,
                caller.serviceHeader(target));
    }

    /// Puts what a service says to a browser into the response.
    static void toClient(Headers came, HttpFields.Mutable response) {
        List<String> named = namedByConnection(came.all("Connection"));
        var replaced = new ArrayList<String>();
        came.forEach((original, value) -> {
            String name = original.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name)
                    || named.contains(name)
                    || NOT_A_SERVICES.contains(name)
                    || isReserved(name)
                    || (name.equals("set-cookie") && !SessionCookie.isHarmless(value))) {
                return;
            }
            // The first line under a name takes the place of what the host wrote.
            if (!replaced.contains(name)) {
                replaced.add(name);
                response.remove(original);
            }
            response.add(original, value);
        });
    }

    /// Whether only the host may write a header that a service could take for this one.
    static boolean isReserved(String name) {
        String plain = lettersAndDigits(name);
        return plain.startsWith("atek")
                || plain.startsWith("xforwarded")
                || plain.equals("forwarded")
                || plain.equals("xrealip");
    }

    private static String lettersAndDigits(String name) {
        var plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static List<String> namedByConnection(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("host"))
                .toList();
    }
}
