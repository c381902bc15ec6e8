package cloud.atek.host.security;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way into the host, as the edge itself lists them: there is no other list to forget one in.
///
/// @param method null for all that a site is asked with
/// @param access the rule
record Route(String name, @Nullable String method, String path, String access) {

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":[]}";

    private static final String SOCKET =
            """
            Connection: Upgrade, close\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    /// All of them, in their order.
    static List<Route> all() throws ReflectiveOperationException {
        Object[] routes = Class.forName("cloud.atek.host.edge.EdgeRoute").getEnumConstants();
        return Arrays.stream(routes).map(Route::of).toList();
    }

    private static Route of(Object route) {
        return new Route(
                route.toString(),
                (String) asked(route, "method"),
                String.valueOf(asked(route, "path")),
                String.valueOf(asked(route, "access")));
    }

    private static @Nullable Object asked(Object route, String what) {
        try {
            var method = route.getClass().getDeclaredMethod(what);
            method.setAccessible(true);
            return method.invoke(route);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the routes are not as they were", e);
        }
    }

    boolean forAnyone() {
        return access.equals("ANYONE");
    }

    /// A request of it that would be answered, were it not for its proof.
    String request(String host, int port, Map<String, String> proof) {
        boolean isSocket = "websocket".equals(method);
        boolean hasBody = method != null && List.of("POST", "PUT", "PATCH").contains(method);
        var text = new StringBuilder();
        text.append(method == null || isSocket ? "GET" : method);
        text.append(' ').append(path.replace("{file}", "pages.css"));
        text.append(path.endsWith("gateway") ? "?api=atek.cloud/users-api" : "");
        text.append(" HTTP/1.1\r\nHost: %s:%d\r\n".formatted(host, port));
        text.append(
                "Origin: http://%s:%d\r\nSec-Fetch-Site: same-origin\r\n".formatted(host, port));
        text.append(isSocket ? SOCKET : "Connection: close\r\nSec-Fetch-Mode: navigate\r\n");
        proof.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append(
                hasBody
                        ? "Content-Type: application/json\r\nContent-Length: %d\r\n"
                                .formatted(CALL.length())
                        : "");
        text.append("\r\n");
        return text + (hasBody ? CALL : "");
    }
}
