package cloud.atek.host.edge;

import cloud.atek.api.AuthHeaders;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Reply;
import cloud.atek.host.gateway.Reply.SessionChange;
import cloud.atek.host.gateway.Terms;
import cloud.atek.host.gateway.Wanted;
import cloud.atek.host.users.Doors;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// `POST /_atek/gateway?api=<id>`: bytes in, one call of the [Gateway], bytes out. Thread-safe.
///
/// Services call each other through here, so it goes past Javalin: measured, that is a quarter more
/// calls in the same time.
final class Calls {

    private final Gateway gateway;
    private final Doors doors;
    private final EventPass events;
    private final Clock clock;
    private final CallBodies bodies = new CallBodies();

    Calls(Gateway gateway, Doors doors, EventPass events, Clock clock) {
        this.gateway = gateway;
        this.doors = doors;
        this.events = events;
        this.clock = clock;
    }

    void call(Exchange exchange, Visit visit) {
        if (visit.byCookie() && !exchange.sendsJson()) {
            exchange.refuse(415, "Want Content-Type: application/json");
            return;
        }
        try (CallBodies.Body body = bodies.read(exchange.request(), visit.known().isPresent())) {
            if (body.bytes() == null) {
                exchange.refuse(body.refusal(), body.why());
            } else {
                call(exchange, visit, body.bytes());
            }
        } catch (IOException e) {
            exchange.cutShort(e);
        }
    }

    private void call(Exchange exchange, Visit visit, byte[] request) {
        Duration patience;
        try {
            patience =
                    CallContext.patience(exchange.request().getHeaders().get(AuthHeaders.DEADLINE));
        } catch (IllegalArgumentException e) {
            exchange.refuse(400, String.valueOf(e.getMessage()));
            return;
        }
        Wanted wanted = wanted(exchange.request());
        Terms terms = terms(exchange);
        answer(
                exchange,
                visit,
                CallContext.within(
                        clock,
                        patience,
                        () -> gateway.call(visit.caller(), wanted, request, terms)));
    }

    private void answer(Exchange exchange, Visit visit, Reply reply) {
        switch (reply) {
            case Reply.Stream(InputStream stream) -> events.pass(exchange, visit, stream);
            case Reply.Unauthorized _ -> exchange.refuse(401, "Not authorized");
            case Reply.Nothing(var session) -> {
                change(exchange, visit, session);
                exchange.empty(204);
            }
            case Reply.Answer(byte[] json, var session) -> {
                change(exchange, visit, session);
                exchange.json(200, json);
            }
        }
    }

    static Wanted wanted(Request request) {
        return Wanted.of(request.getHttpURI().getQuery());
    }

    private static Terms terms(Exchange exchange) {
        return new Terms(
                exchange.takes(EventPass.TYPE),
                exchange.request().getHeaders().get("Last-Event-ID"));
    }

    private void change(Exchange exchange, Visit visit, @Nullable SessionChange change) {
        Authority at = visit.place().authority();
        String cookie =
                switch (change) {
                    // A session of the root means nothing elsewhere: no other page gets its cookie.
                    case SessionChange.Set(String token) when visit.atRoot() -> {
                        String device = exchange.request().getHeaders().get(HttpHeader.USER_AGENT);
                        doors.startedOn(token, device == null ? "" : device);
                        yield SessionCookie.set(at, token);
                    }
                    case SessionChange.Set _ -> null;
                    case SessionChange.Clear _ -> SessionCookie.clear(at);
                    case null -> null;
                };
        if (cookie != null) {
            exchange.response().getHeaders().add(HttpHeader.SET_COOKIE, cookie);
        }
    }
}
