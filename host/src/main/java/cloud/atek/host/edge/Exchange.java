package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its response below Javalin: what is answered in one piece, and how to write in
/// several. One thread at a time writes.
record Exchange(Request request, Response response, Callback callback) {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    /// The shape of every refusal that a program may read; the first Atek's clients know it.
    ///
    /// A refused request may still send its body. The connection then ends behind the answer, which
    /// has to say so, or the client sends its next request into a closing connection.
    void refuse(int status, String message) {
        if (isAlone() && !request.consumeAvailable()) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        json(status, refusal(message));
    }

    static byte[] refusal(String message) {
        return MessageCodec.JSON
                .createObjectNode()
                .put("error", true)
                .put("message", message)
                .toString()
                .getBytes(UTF_8);
    }

    /// The client did not send the body that it announced, or too slowly.
    void cutShort(IOException e) {
        log.debug("a request was cut short", e);
        refuse(408, "The request did not come to its end");
    }

    void json(int status, byte[] body) {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        whole(status, "application/json", body);
    }

    void text(int status, String text) {
        whole(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
    }

    /// @param location printable ASCII
    void redirect(String location) {
        response.getHeaders().put(HttpHeader.LOCATION, location);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        empty(302);
    }

    void empty(int status) {
        response.setStatus(status);
        response.write(true, null, callback);
    }

    void whole(int status, String contentType, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? null : ByteBuffer.wrap(body), callback);
    }

    /// Puts bytes on the wire and waits until they are.
    void write(ByteBuffer bytes, boolean last) throws IOException {
        Content.Sink.write(response, last, bytes);
    }

    void done() {
        callback.succeeded();
    }

    /// Ends a response that cannot be finished: the connection breaks, so that no client takes the
    /// half for the whole.
    void abort(Throwable cause) {
        callback.failed(cause);
    }

    /// Breaks the connection, from any thread; over HTTP/2 with all that is asked on it, which is
    /// the same browser's.
    void cut() {
        endPoint().close();
    }

    EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    boolean committed() {
        return response.isCommitted();
    }

    /// Whether the body is declared as JSON, which no HTML form can do.
    boolean sendsJson() {
        return isJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    }

    static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }

    /// Whether the client says that it takes answers of this type.
    boolean takes(String type) {
        return request.getHeaders().getValuesList(HttpHeader.ACCEPT).stream()
                .anyMatch(accepted -> accepted.contains(type));
    }

    /// Whether the client ended its direction of the connection. What else it sent is dropped: to
    /// be asked only while it waits for an answer after which the connection ends.
    ///
    /// Over HTTP/2 others speak on it too: there the next write tells.
    boolean gone() {
        if (!isAlone()) {
            return !endPoint().isOpen();
        }
        ByteBuffer scrap = ByteBuffer.allocate(1 << 10).limit(0);
        try {
            return endPoint().fill(scrap) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /// Whether nothing else is asked and answered on this connection at the same time.
    boolean isAlone() {
        return request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
    }

    /// Whether a person looks at the answer: the request goes to the address bar or into a frame.
    boolean isNavigation() {
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        String mode = request.getHeaders().get("Sec-Fetch-Mode");
        if (mode != null) {
            return mode.equals("navigate");
        }
        String accept = request.getHeaders().get(HttpHeader.ACCEPT);
        return accept != null && accept.contains("text/html");
    }
}
