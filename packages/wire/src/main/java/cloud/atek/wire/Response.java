package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/// An answer with a body that is at hand or can be read.
///
/// Close one that came from a peer: its connection is used again once the body was read to its end,
/// and given up otherwise.
///
/// @param status 200 to 599
/// @param headers all lines that came. Of a response to send, those about framing and the
///   connection are left out: this package writes its own
public record Response(int status, Headers headers, Body body) implements Answer, AutoCloseable {

    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not in 200..599");
        }
    }

    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Headers.of("Content-Type", contentType), Body.of(body));
    }

    /// A plain sentence for people.
    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
    }

    public static Response empty(int status) {
        return new Response(status, Headers.NONE, Body.none());
    }

    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }

    @Override
    public void close() throws IOException {
        body.in().close();
    }
}
