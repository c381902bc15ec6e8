package cloud.atek.kit;

import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Response;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Which handler answers which path: an exact path first, then the longest prefix. Filled by one
/// thread before it is read by many.
final class Routes {

    private final Map<String, HttpServer.Handler> exact = new HashMap<>();
    private final Map<String, HttpServer.Handler> below =
            new TreeMap<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    void exact(String path, HttpServer.Handler handler) {
        check(path, exact.putIfAbsent(path, handler) == null && path.startsWith("/"));
    }

    void below(String prefix, HttpServer.Handler handler) {
        boolean shaped = prefix.startsWith("/") && prefix.endsWith("/");
        check(prefix, below.putIfAbsent(prefix, handler) == null && shaped);
    }

    private static void check(String path, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" does not start with / or is taken already");
        }
    }

    HttpServer.Handler find(String path) {
        HttpServer.Handler handler = exact.get(path);
        if (handler != null) {
            return handler;
        }
        for (Map.Entry<String, HttpServer.Handler> one : below.entrySet()) {
            if (path.startsWith(one.getKey())) {
                return one.getValue();
            }
        }
        // The host asks for the root to learn whether the service is up.
        return path.equals("/")
                ? _ -> Response.text(200, "this service has no page")
                : _ -> Response.text(404, "no such page");
    }
}
