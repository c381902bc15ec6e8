package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;
import cloud.atek.wire.Body;
import cloud.atek.wire.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries bodies between a client and a service, both ways piece by piece: however long they are,
/// it holds one piece. Thread-safe; it blocks the thread of the request.
final class Passage {

    private static final Logger log = LoggerFactory.getLogger(Passage.class);

    private final OpenStreams streams;

    Passage(OpenStreams streams) {
        this.streams = streams;
    }

    /// From now on the client is cut off soon after he may not be here any more, until this closes.
    OpenStreams.Watch watch(Exchange exchange, Visit visit) {
        return streams.watch(visit, exchange::cut);
    }

    /// What the client sends, read as it is passed on.
    ///
    /// @throws IOException when a small body did not come to its end
    static Body body(Exchange exchange) throws IOException {
        HttpFields headers = exchange.request().getHeaders();
        if (headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            return Body.of(Content.Source.asInputStream(exchange.request()), Body.UNKNOWN);
        }
        long length = headers.getLongField(HttpHeader.CONTENT_LENGTH);
        if (length <= 0) {
            return Body.none();
        }
        InputStream in = Content.Source.asInputStream(exchange.request());
        if (length > Limits.COPY_BYTES) {
            return Body.of(in, length);
        }
        // What is whole in memory can go over a connection that is kept.
        byte[] whole = in.readNBytes((int) length);
        if (whole.length < length) {
            throw new EOFException("a request ended before its length");
        }
        return Body.of(whole);
    }

    /// Sends the body of `answer`, whose head is in the response already.
    void pass(Exchange exchange, Visit visit, Response answer) throws IOException {
        if (isBare(exchange, answer)) {
            answer.headers()
                    .first("Content-Length")
                    .filter(_ -> exchange.request().getMethod().equals("HEAD"))
                    .ifPresent(length ->
                            exchange.response()
                                    .getHeaders()
                                    .put(HttpHeader.CONTENT_LENGTH, length));
            exchange.response().write(true, null, exchange.callback());
            return;
        }
        long length = answer.body().length();
        if (length >= 0) {
            exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        }
        boolean events = isEvents(exchange, answer);
        if (events && exchange.isAlone()) {
            // Nothing comes behind it, so that the client's end of the connection can be looked at.
            exchange.response().getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        try (var _ = lasts(length) ? watch(exchange, visit, events, answer) : null) {
            copy(exchange, answer.body().in(), length);
        }
        exchange.done();
    }

    /// As [#watch(Exchange, Visit)]; the service is told as soon, also while it says nothing.
    ///
    /// @param alone whether nothing comes behind this answer: then a client that goes away is
    ///   noticed
    private OpenStreams.Watch watch(
            Exchange exchange, Visit visit, boolean alone, Response answer) {
        return streams.watch(
                visit, alone ? exchange::gone : () -> false, () -> cut(exchange, answer));
    }

    private static void cut(Exchange exchange, Response answer) {
        exchange.cut();
        try {
            answer.close();
        } catch (IOException e) {
            log.debug("an answer did not close", e);
        }
    }

    private static boolean isEvents(Exchange exchange, Response answer) {
        return exchange.request().getMethod().equals("GET")
                && answer.headers().all("Content-Type").stream()
                        .anyMatch(type -> type.startsWith(EventPass.TYPE));
    }

    /// Whether the answer has no body by its nature (RFC 9110 section 6.4.1).
    private static boolean isBare(Exchange exchange, Response answer) {
        return exchange.request().getMethod().equals("HEAD")
                || answer.status() == 204
                || answer.status() == 304;
    }

    /// Each piece goes out as it comes in, so that events arrive at once.
    ///
    /// @param length what is told to the client, or negative when nothing is
    private static void copy(Exchange exchange, InputStream in, long length) throws IOException {
        var piece = new byte[length < 0 ? Limits.COPY_BYTES : size(length)];
        for (long sent = 0; length < 0 || sent < length; ) {
            int came = in.read(piece);
            if (came < 0) {
                break;
            }
            sent += came;
            exchange.write(ByteBuffer.wrap(piece, 0, came), sent == length);
        }
        if (length <= 0) {
            exchange.write(ByteBuffer.allocate(0), true);
        }
    }

    private static boolean lasts(long length) {
        return length < 0 || length > Limits.COPY_BYTES;
    }

    private static int size(long length) {
        return Math.clamp(length, 1, Limits.COPY_BYTES);
    }

    /// Tells the client, if he can still be told, that `service` failed.
    static void failed(Exchange exchange, ServiceId service, IOException e) {
        if (exchange.committed()) {
            log.debug("an answer of {} broke off", service, e);
            exchange.abort(e);
            return;
        }
        log.warn("{} did not answer a browser: {}", service, e.toString());
        exchange.response().reset();
        SecurityHeaders.always(exchange.response().getHeaders());
        SecurityHeaders.hosts(exchange.response().getHeaders());
        boolean late = e instanceof SocketTimeoutException;
        String message =
                late
                        ? service + " took too long to answer"
                        : service + " did not answer; look at its log, or start it again";
        if (exchange.isNavigation()) {
            exchange.text(late ? 504 : 502, message);
        } else {
            exchange.refuse(late ? 504 : 502, message);
        }
    }
}
