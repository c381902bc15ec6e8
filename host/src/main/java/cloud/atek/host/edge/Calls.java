package cloud.atek.host.edge;

import static java.util.Objects.requireNonNullElse;

import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Reply;
import cloud.atek.host.gateway.Reply.SessionChange;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// `POST /_atek/gateway?api=<id>`: bytes in, one call of the [Gateway], bytes out. Thread-safe.
final class Calls {

    private final Gateway gateway;
    private final Clock clock;

    Calls(Gateway gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    void call(Context http, Visit visit) throws IOException {
        if (visit.byCookie() && !HostAnswers.isJson(http)) {
            HostAnswers.refuse(http, 415, "Want Content-Type: application/json");
            return;
        }
        byte[] request = HostAnswers.body(http, Limits.CALL_BYTES_MAX);
        if (request == null) {
            HostAnswers.refuse(http, 413, "Want at most " + (Limits.CALL_BYTES_MAX >> 20) + " MiB");
            return;
        }
        String api = requireNonNullElse(http.queryParam("api"), "");
        Reply reply = CallContext.within(clock, () -> gateway.call(visit.caller(), api, request));
        switch (reply) {
            case Reply.Unauthorized _ -> HostAnswers.refuse(http, 401, "Not authorized");
            case Reply.Answer(byte[] json, var session) -> {
                change(http, visit, session);
                HostAnswers.json(http, 200, json);
            }
        }
    }

    private static void change(Context http, Visit visit, @Nullable SessionChange change) {
        Authority at = visit.place().authority();
        switch (change) {
            // A session of the root means nothing elsewhere, so no other page gets its cookie.
            case SessionChange.Set(String token) when visit.atRoot() ->
                    http.header("Set-Cookie", SessionCookie.set(at, token));
            case SessionChange.Clear _ -> http.header("Set-Cookie", SessionCookie.clear(at));
            case SessionChange.Set _ -> {}
            case null -> {}
        }
    }
}
