package cloud.atek.host.link;

import cloud.atek.api.AuthHeaders;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.ServiceLink;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/// Calls services by HTTP POST on their unix sockets. Thread-safe.
public final class UnixSocketLink implements ServiceLink {

    /// One answer is held in memory whole; what is larger wants a stream.
    public static final int ANSWER_BYTES_MAX = 64 << 20;

    private final HttpClient http;
    private final Clock clock;

    public UnixSocketLink(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public byte[] send(Caller.Known caller, Endpoint endpoint, byte[] request) throws IOException {
        Headers headers =
                Headers.of(
                        "Host",
                        "localhost",
                        "Content-Type",
                        "application/json",
                        AuthHeaders.USER,
                        caller.user().value(),
                        AuthHeaders.SERVICE,
                        caller.serviceHeader(endpoint.service()));
        var post = new Request("POST", endpoint.path(), headers, Body.of(request));
        try (Response answer = http.call(new SocketPath(endpoint.socket()), post, patience())) {
            return answer.body().bytes(ANSWER_BYTES_MAX);
        }
    }

    /// @throws IOException when the call has no time left
    private HttpClient.Patience patience() throws IOException {
        Duration left = Duration.between(clock.instant(), CallContext.current().deadline());
        if (!left.isPositive()) {
            throw new IOException("the call's time is over");
        }
        return HttpClient.Patience.DEFAULT.withAnswer(left);
    }
}
