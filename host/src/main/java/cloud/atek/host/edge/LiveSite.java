package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.registry.Site;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;

/// Passes requests to the process of a service and its answers back, both as they come.
/// Thread-safe; a request blocks its (virtual) thread.
final class LiveSite {

    private final HttpClient client;
    private final Tunnels tunnels;
    private final Passage passage;
    private final Policies policies;

    LiveSite(HttpClient client, Tunnels tunnels, Passage passage, Policies policies) {
        this.client = client;
        this.tunnels = tunnels;
        this.passage = passage;
        this.policies = policies;
    }

    void show(Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        show(exchange, visit, site, headers(exchange, visit, caller, site));
    }

    /// As [#show] and [#join], for somebody the service is told nothing about.
    void showAnyone(Exchange exchange, Visit visit, Site.Live site) {
        Headers headers = ProxyHeaders.toService(exchange.request(), visit.place().authority());
        if (Upgrades.wanted(exchange.request())) {
            join(exchange, visit, site, headers);
        } else {
            show(exchange, visit, site, headers);
        }
    }

    private void show(Exchange exchange, Visit visit, Site.Live site, Headers headers) {
        Request request;
        try {
            request = request(exchange, headers);
        } catch (IOException e) {
            exchange.cutShort(e);
            return;
        }
        try (Response answer = client.call(new SocketPath(site.socket()), request)) {
            begin(exchange, visit, answer);
            passage.pass(exchange, visit, answer);
        } catch (IOException e) {
            Passage.failed(exchange, site.id(), e);
        }
    }

    /// Joins a WebSocket of a client with the service.
    void join(Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        join(exchange, visit, site, headers(exchange, visit, caller, site));
    }

    private void join(Exchange exchange, Visit visit, Site.Live site, Headers headers) {
        Headers upgrade = headers.with("Upgrade", "websocket");
        var request = new Request("GET", target(exchange), upgrade, Body.none());
        var ends = new Tunnels.Ends(visit, Proxied.Opening.UNWATCHED);
        tunnels.join(exchange, ends, new SocketPath(site.socket()), request);
    }

    private static Headers headers(
            Exchange exchange, Visit visit, Caller.Known caller, Site.Live site) {
        return ProxyHeaders.toService(exchange.request(), visit.place().authority())
                .with(ProxyHeaders.auth(caller, site.key()));
    }

    private static Request request(Exchange exchange, Headers headers) throws IOException {
        return new Request(
                exchange.request().getMethod(), target(exchange), headers, Passage.body(exchange));
    }

    /// Path and query as they came: what they mean is the service's affair. Only bytes that no
    /// address may have are encoded.
    static String target(Exchange exchange) {
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
}
