package cloud.atek.host.edge;

import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.gateway.Wanted;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.wire.Body;
import cloud.atek.wire.ForeignContent;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// GET, HEAD, PUT, PATCH and DELETE to `/_atek/gateway?api=<id>`: passed on, with the query, to the
/// service that exports the API with transport `proxy`. Bodies go through piece by piece, both
/// ways. Thread-safe; a request blocks its (virtual) thread.
///
/// The answer comes from one service and stands at the origin of another, or of the host: of its
/// headers only those that describe content pass, and these as [ForeignContent].
final class GatewayPass {

    /// What an answer may say about its content and how to keep it.
    private static final Set<String> DESCRIBING =
            Set.of(
                    "accept-ranges",
                    "allow",
                    "cache-control",
                    "content-digest",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-length",
                    "content-range",
                    "content-type",
                    "etag",
                    "expires",
                    "last-modified",
                    "repr-digest",
                    "retry-after",
                    "vary");

    private final Gateway gateway;
    private final HttpClient client;
    private final Passage passage;

    GatewayPass(Gateway gateway, HttpClient client, Passage passage) {
        this.gateway = gateway;
        this.client = client;
        this.passage = passage;
    }

    void show(Exchange exchange, Visit visit) {
        Wanted wanted = Calls.wanted(exchange.request());
        String method = exchange.request().getMethod();
        String query = exchange.request().getHttpURI().getQuery();
        switch (gateway.proxy(visit.caller(), wanted, method, query)) {
            case Proxied.Refused(int status, String message) -> exchange.refuse(status, message);
            case Proxied.To to -> show(exchange, visit, to);
        }
    }

    private void show(Exchange exchange, Visit visit, Proxied.To to) {
        Endpoint endpoint = to.endpoint();
        if (exchange.request().getLength() > Limits.PASSED_BYTES_MAX) {
            tooLarge(exchange);
            return;
        }
        BoundedStream bounded = null;
        Request request;
        try {
            Body body = Passage.body(exchange);
            if (body instanceof Body.Stream(var in, long length)) {
                bounded = new BoundedStream(in, Limits.PASSED_BYTES_MAX);
                body = Body.of(bounded, length);
            }
            request = request(exchange, to, body);
        } catch (IOException e) {
            exchange.cutShort(e);
            return;
        }
        try (var _ = passage.watch(exchange, visit);
                var _ = to.opening().begin(exchange::cut);
                Response answer = client.call(new SocketPath(endpoint.socket()), request)) {
            begin(exchange, answer);
            passage.pass(exchange, visit, answer);
        } catch (IOException e) {
            failed(exchange, endpoint, bounded, e);
        }
    }

    private static Request request(Exchange exchange, Proxied.To to, Body body) {
        String query = LiveSite.target(exchange).replaceFirst("^[^?]*", "");
        Headers headers = ProxyHeaders.passed(exchange.request()).with(ProxyHeaders.auth(to));
        return new Request(
                exchange.request().getMethod(), to.endpoint().path() + query, headers, body);
    }

    private static void begin(Exchange exchange, Response answer) {
        Headers described =
                answer.headers()
                        .without(name -> !DESCRIBING.contains(name.toLowerCase(Locale.ROOT)));
        ProxyHeaders.toClient(ForeignContent.of(described), exchange.response().getHeaders());
        // A redirect would lead the browser out of the gateway.
        boolean redirect = answer.status() / 100 == 3 && answer.status() != 304;
        exchange.response().setStatus(redirect ? 502 : answer.status());
    }

    private static void failed(
            Exchange exchange, Endpoint endpoint, @Nullable BoundedStream body, IOException e) {
        if (body != null && body.isExceeded() && !exchange.committed()) {
            tooLarge(exchange);
        } else {
            Passage.failed(exchange, endpoint.id(), e);
        }
    }

    private static void tooLarge(Exchange exchange) {
        exchange.refuse(413, "Want at most " + (Limits.PASSED_BYTES_MAX >> 30) + " GiB");
    }
}
