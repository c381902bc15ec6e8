package cloud.atek.host.edge;

import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What the host's own routes have in common: reading a bounded body, answering in one piece.
final class HostAnswers {

    private HostAnswers() {}

    static void json(Context http, int status, byte[] body) {
        http.header("Cache-Control", "no-store");
        http.status(status).contentType("application/json").result(body);
    }

    static void refuse(Context http, int status, String message) {
        json(http, status, Exchange.refusal(message));
    }

    static void html(Context http, int status, byte[] page) {
        http.header("Cache-Control", "no-store");
        http.status(status).contentType("text/html; charset=utf-8").result(page);
    }

    /// @param location printable ASCII
    static void redirect(Context http, String location) {
        http.header("Cache-Control", "no-store");
        http.header("Location", location);
        http.status(302);
    }

    /// Whether the body is declared as JSON, which no HTML form can do.
    static boolean isJson(Context http) {
        return Exchange.isJson(http.req().getContentType());
    }

    /// The body; null when it has more than `max` bytes.
    static byte @Nullable [] body(Context http, int max) throws IOException {
        if (http.req().getContentLengthLong() > max) {
            return null;
        }
        byte[] body = http.req().getInputStream().readNBytes(max + 1);
        return body.length > max ? null : body;
    }
}
