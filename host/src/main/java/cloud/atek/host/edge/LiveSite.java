package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Site;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes requests to the process of a service and its answers back, both as they come.
/// Thread-safe; a request blocks its (virtual) thread.
final class LiveSite {

    private static final Logger log = LoggerFactory.getLogger(LiveSite.class);

    private final HttpClient client;
    private final Tunnels tunnels;
    private final OpenStreams streams;
    private final Policies policies;

    LiveSite(HttpClient client, Tunnels tunnels, OpenStreams streams, Policies policies) {
        this.client = client;
        this.tunnels = tunnels;
        this.streams = streams;
        this.policies = policies;
    }

    void show(Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        Request request;
        try {
            request = request(exchange, headers(exchange, visit, caller, site));
        } catch (IOException e) {
            exchange.cutShort(e);
            return;
        }
        try (Response answer = client.call(new SocketPath(site.socket()), request)) {
            begin(exchange, visit, answer);
            pass(exchange, visit, answer);
        } catch (IOException e) {
            failed(exchange, site, e);
        }
    }

    /// Joins a WebSocket of a client with the service.
    void join(Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        Headers headers = headers(exchange, visit, caller, site).with("Upgrade", "websocket");
        var request = new Request("GET", target(exchange), headers, Body.none());
        tunnels.join(exchange, visit, new SocketPath(site.socket()), request);
    }

    private static Headers headers(
            Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        return ProxyHeaders.toService(exchange.request(), visit.place().authority())
                .with(ProxyHeaders.auth(caller, site.key()));
    }

    private static Request request(Exchange exchange, Headers headers) throws IOException {
        return new Request(
                exchange.request().getMethod(), target(exchange), headers, body(exchange));
    }

    /// Path and query as they came: what they mean is the service's affair. Only bytes that no
    /// address may have are encoded.
    private static String target(Exchange exchange) {
        String came = exchange.request().getHttpURI().getPathQuery();
        if (came.chars().allMatch(LiveSite::isVisible)) {
            return came;
        }
        var target = new StringBuilder();
        for (byte b : came.getBytes(UTF_8)) {
            if (isVisible(b)) {
                target.append((char) b);
            } else {
                target.append("%%%02X".formatted(b));
            }
        }
        return target.toString();
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7F;
    }

    private static Body body(Exchange exchange) throws IOException {
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

    private void begin(Exchange exchange, Visit visit, Response answer) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        ProxyHeaders.toClient(answer.headers(), headers);
        boolean framing =
                answer.headers().all("Content-Security-Policy").stream()
                        .anyMatch(p -> p.toLowerCase(Locale.ROOT).contains("frame-ancestors"));
        if (!framing) {
            headers.add("Content-Security-Policy", policies.framing(visit.place().authority()));
        }
        exchange.response().setStatus(answer.status());
    }

    private void pass(Exchange exchange, Visit visit, Response answer) throws IOException {
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
        try (var _ = lasts(length) ? streams.watch(visit, exchange::cut) : null) {
            copy(exchange, answer.body().in(), length);
        }
        exchange.done();
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

    private static void failed(Exchange exchange, Site.Live site, IOException e) {
        if (exchange.committed()) {
            log.debug("an answer of {} broke off", site.id(), e);
            exchange.abort(e);
            return;
        }
        log.warn("{} did not answer a browser: {}", site.id(), e.toString());
        exchange.response().reset();
        SecurityHeaders.always(exchange.response().getHeaders());
        SecurityHeaders.hosts(exchange.response().getHeaders());
        boolean late = e instanceof SocketTimeoutException;
        String message =
                late
                        ? site.id() + " took too long to answer"
                        : site.id() + " did not answer; look at its log, or start it again";
        if (exchange.isNavigation()) {
            exchange.text(late ? 504 : 502, message);
        } else {
            exchange.refuse(late ? 504 : 502, message);
        }
    }
}
