package cloud.atek.host.edge;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first steps of every request, in an order that nothing can leave: is the name ours, who is
/// calling, which route is meant, may he take it. What is left then goes to Javalin, when the host
/// answers it, or to the site of a service.
///
/// Thread-safe; a request blocks its (virtual) thread.
final class Front extends Handler.Wrapper {

    private static final Logger log = LoggerFactory.getLogger(Front.class);
    private static final String NOT_AUTHORIZED = "Not authorized";

    /// What every request passes first.
    record Threshold(Guests guests, AllowedHosts hosts, PlainDoor plain) {}

    private final Threshold threshold;
    private final Entrance entrance;
    private final Calls calls;
    private final GatewaySockets sockets;
    private final GatewayPass pass;
    private final Downloads downloads;
    private final Sites sites;
    private final OpenStreams streams;

    Front(
            Threshold threshold,
            Entrance entrance,
            Calls calls,
            GatewaySockets sockets,
            GatewayPass pass,
            Downloads downloads,
            Sites sites,
            OpenStreams streams) {
        this.threshold = threshold;
        this.entrance = entrance;
        this.calls = calls;
        this.sockets = sockets;
        this.pass = pass;
        this.downloads = downloads;
        this.sites = sites;
        this.streams = streams;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange = new Exchange(request, response, callback);
        try {
            SecurityHeaders.always(response.getHeaders());
            threshold.guests().ask(request, _ -> response.getStatus() == 101);
            Optional<Place> place = threshold.hosts().place(request);
            if (place.isEmpty()) {
                exchange.refuse(421, "This host does not answer under that name");
                return true;
            }
            Authority at = place.get().authority();
            if (threshold.plain().turnsAway(exchange, at)) {
                return true;
            }
            threshold.plain().pin(exchange, at);
            if (entrance.tooEarly(at, request)) {
                comeAgain(exchange);
                return true;
            }
            Optional<Visit> visit = entrance.visit(place.get(), request);
            if (visit.isEmpty()) {
                exchange.refuse(401, NOT_AUTHORIZED);
                return true;
            }
            if (Leftovers.isWorker(request)) {
                exchange.refuse(403, Leftovers.NO_WORKERS);
                return true;
            }
            return enter(exchange, visit.get());
        } catch (Exception e) {
            broken(exchange, e);
            return true;
        }
    }

    private static void comeAgain(Exchange exchange) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        headers.put(HttpHeader.RETRY_AFTER, "1");
        if (exchange.isNavigation()) {
            headers.put("Refresh", "1");
        }
        exchange.refuse(503, "Atek is starting: try again in a moment");
    }

    private boolean enter(Exchange exchange, Visit visit) throws Exception {
        HttpURI uri = exchange.request().getHttpURI();
        String path = uri.getDecodedPath();
        if (path == null || !path.startsWith("/")) {
            exchange.refuse(400, "Want a path that starts with a slash");
            return true;
        }
        if (EdgeRoute.isHosts(path) || EdgeRoute.isHosts(uri.getCanonicalPath())) {
            return host(exchange, visit, uri.getPath());
        }
        site(exchange, visit, path);
        return true;
    }

    /// @param path as it came: a host route has one spelling, so nothing is read in two ways
    private boolean host(Exchange exchange, Visit visit, String path) throws Exception {
        Request request = exchange.request();
        String wanted = Upgrades.wanted(request) ? Upgrades.METHOD : request.getMethod();
        EdgeRoute route = EdgeRoute.find(wanted, path, visit.place());
        if (route == null) {
            exchange.refuse(404, "Not found");
            return true;
        }
        Verdict verdict = route.access().judge(visit, request);
        if (!(verdict instanceof Verdict.Allowed)) {
            refuse(exchange, visit, verdict);
            return true;
        }
        switch (route) {
            case CALL -> calls.call(exchange, visit);
            case JOIN -> sockets.join(exchange, visit);
            case STATE -> sites.state(exchange, visit);
            case READ, WRITE, CHANGE, REMOVE -> pass.show(exchange, visit);
            case EXPORT -> downloads.export(exchange, visit);
            default -> {
                visit.attachTo(request);
                route.attachTo(request);
                return super.handle(request, exchange.response(), exchange.callback());
            }
        }
        return true;
    }

    private void site(Exchange exchange, Visit visit, String path) throws IOException {
        Request request = exchange.request();
        if (OpenPaths.open(visit, request)) {
            sites.showAnyone(exchange, visit.asNobody());
            return;
        }
        Verdict verdict = EdgeRoute.site(visit.place()).access().judge(visit, request);
        if (!(verdict instanceof Verdict.Allowed)) {
            refuse(exchange, visit, verdict);
        } else if (request.getMethod().equals("TRACE")) {
            // It would show a page the headers that the host added.
            exchange.refuse(405, "TRACE is not answered");
        } else {
            // However long a file, an upload or a stream lasts: it ends with what proved its
            // caller.
            try (var _ = streams.watch(visit, exchange::cut)) {
                sites.show(exchange, visit, path);
            }
        }
    }

    private void refuse(Exchange exchange, Visit visit, Verdict verdict) {
        switch (verdict) {
            case Verdict.Absent _ -> sites.absent(exchange, visit);
            case Verdict.Refused(int status, String message) -> exchange.refuse(status, message);
            case Verdict.LogIn _ when exchange.isNavigation() ->
                    exchange.redirect(loginAddress(exchange, visit));
            case Verdict.LogIn _ -> exchange.refuse(401, NOT_AUTHORIZED);
            case Verdict.Allowed _ -> throw new IllegalStateException("nothing to refuse");
        }
    }

    /// Where a browser without a session goes: to the login page, or from a subdomain to where its
    /// session of the root is bound to it.
    private String loginAddress(Exchange exchange, Visit visit) {
        String asked = exchange.request().getHttpURI().getPathQuery();
        String back = ReturnPath.encode(ReturnPath.isSafe(asked) ? asked : "/");
        String root = sites.root(visit.place().authority());
        return switch (visit.place()) {
            case Place.Root _ -> root + "/_atek/login?redirect=" + back;
            case Place.Service(_, var id) ->
                    root + "/_atek/bind-session?service=" + id + "&path=" + back;
        };
    }

    private static void broken(Exchange exchange, Exception e) {
        if (exchange.committed()) {
            log.debug("an answer broke off", e);
            exchange.abort(e);
            return;
        }
        log.error("a request failed inside the host", e);
        exchange.response().reset();
        SecurityHeaders.always(exchange.response().getHeaders());
        exchange.refuse(500, "The host failed to answer; its log says why");
    }
}
