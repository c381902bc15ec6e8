package cloud.atek.host.link;

import cloud.atek.api.AuthHeaders;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Introduction;
import cloud.atek.host.gateway.Sent;
import cloud.atek.host.gateway.ServiceLink;
import cloud.atek.host.gateway.Terms;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls services by HTTP POST on their unix sockets. Thread-safe.
public final class UnixSocketLink implements ServiceLink {

    /// One answer is held in memory whole; what is larger wants a stream.
    public static final int ANSWER_BYTES_MAX = 64 << 20;

    private static final String EVENTS = "text/event-stream";

    private final HttpClient http;
    private final Clock clock;

    public UnixSocketLink(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public byte[] send(Caller.Known caller, Endpoint endpoint, byte[] request) throws IOException {
        try (Response answer = call(caller, endpoint, request, "application/json", null)) {
            return answer.body().bytes(ANSWER_BYTES_MAX);
        }
    }

    @Override
    public Sent open(Caller.Known caller, Endpoint endpoint, byte[] request, Terms terms)
            throws IOException {
        Response answer =
                call(caller, endpoint, request, EVENTS + ", application/json", terms.lastEvent());
        boolean events =
                answer.status() == 200
                        && answer.headers()
                                .first("Content-Type")
                                .filter(type -> type.startsWith(EVENTS))
                                .isPresent();
        if (events) {
            return new Sent.Stream(answer.body().in());
        }
        try (answer) {
            return new Sent.Whole(answer.body().bytes(ANSWER_BYTES_MAX));
        }
    }

    private Response call(
            Caller.Known caller,
            Endpoint endpoint,
            byte[] request,
            String accept,
            @Nullable String lastEvent)
            throws IOException {
        Duration left = left();
        Headers headers =
                Headers.of(
                        "Host",
                        "localhost",
                        "Content-Type",
                        "application/json",
                        "Accept",
                        accept,
                        AuthHeaders.DEADLINE,
                        Long.toString(left.toMillis()));
        CallContext.Carried carried = CallContext.current().carried();
        headers =
                headers.with(
                        lines(Introduction.of(caller, endpoint.service(), carried.database())));
        if (carried.ticket() != null) {
            headers = headers.with(AuthHeaders.TICKET, carried.ticket());
        }
        if (lastEvent != null) {
            headers = headers.with("Last-Event-ID", lastEvent);
        }
        var post = new Request("POST", endpoint.path(), headers, Body.of(request));
        return http.call(new SocketPath(endpoint.socket()), post, patience(left));
    }

    static Headers lines(Map<String, String> named) {
        return Headers.of(
                named.entrySet().stream()
                        .flatMap(line -> Stream.of(line.getKey(), line.getValue()))
                        .toArray(String[]::new));
    }

    private static HttpClient.Patience patience(Duration left) {
        return HttpClient.Patience.DEFAULT.withAnswer(left);
    }

    /// @throws SocketTimeoutException when the call has no time left
    private Duration left() throws SocketTimeoutException {
        Duration left = Duration.between(clock.instant(), CallContext.current().deadline());
        if (left.toMillis() < 1) {
            throw new SocketTimeoutException("the call's time is over");
        }
        return left;
    }
}
