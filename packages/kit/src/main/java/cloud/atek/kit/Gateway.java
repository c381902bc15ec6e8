package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ApiId;
import cloud.atek.api.AuthHeaders;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The host's gateway as a service reaches it: by the socket that the host made for it, or by TCP
/// where there is none. Thread-safe.
final class Gateway {

    /// One answer, in bytes.
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    private static final String JSON = "application/json";
    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 30_000;

    private final ServiceEnvironment environment;
    private final HttpClient http;
    private final @Nullable Ticket ticket;

    /// @param ticket shown with each call; null for none
    Gateway(ServiceEnvironment environment, HttpClient http, @Nullable Ticket ticket) {
        this.environment = environment;
        this.http = http;
        this.ticket = ticket;
    }

    /// The same, with a ticket.
    Gateway showing(Ticket shown) {
        return new Gateway(environment, http, shown);
    }

    /// @return the body of the answer
    /// @throws IOException also when the status is not 200
    byte[] post(ApiId api, byte[] call) throws IOException {
        SocketPath socket = environment.hostSocket();
        if (socket == null) {
            try (InputStream in = byTcp(api, call, JSON).getInputStream()) {
                return bytes(in);
            }
        }
        try (Response response = bySocket(socket, api, call, JSON)) {
            return response.body().bytes(ANSWER_BYTES_MAX);
        }
    }

    /// Passes a request on to a `proxy` API.
    ///
    /// @throws IOException also where there is no socket of the host
    Response send(ApiId api, Request request) throws IOException {
        SocketPath socket = environment.hostSocket();
        if (socket == null) {
            throw new IOException("want ATEK_HOST_SOCKET_FILE to send plain HTTP to " + api);
        }
        String query = request.query().isEmpty() ? "" : "&" + request.query();
        Headers headers =
                Headers.of("Host", "localhost", "Authorization", "Bearer " + environment.token())
                        .with(request.headers())
                        .with(shown());
        return http.call(
                socket,
                new Request(request.method(), target(api) + query, headers, request.body()));
    }

    /// What came instead of a stream, or the stream, which the caller closes.
    sealed interface Opened {
        @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
        record Whole(byte[] answer) implements Opened {}

        record Stream(InputStream in) implements Opened {}
    }

    /// As [#post], for a method that answers with a stream.
    Opened open(ApiId api, byte[] call) throws IOException {
        SocketPath socket = environment.hostSocket();
        String type;
        InputStream in;
        if (socket == null) {
            HttpURLConnection http1 = byTcp(api, call, EventStream.TYPE);
            type = http1.getContentType();
            in = http1.getInputStream();
        } else {
            Response response = bySocket(socket, api, call, EventStream.TYPE);
            type = response.headers().first("Content-Type").orElse("");
            in = response.body().in();
        }
        if (type != null && type.startsWith(EventStream.TYPE)) {
            return new Opened.Stream(in);
        }
        try (in) {
            return new Opened.Whole(bytes(in));
        }
    }

    private Headers shown() {
        return ticket == null ? Headers.NONE : Headers.of(AuthHeaders.TICKET, ticket.word());
    }

    private static byte[] bytes(InputStream in) throws IOException {
        return Body.of(in, Body.UNKNOWN).bytes(ANSWER_BYTES_MAX);
    }

    private static String target(ApiId api) {
        return "/_atek/gateway?api=" + URLEncoder.encode(api.value(), UTF_8);
    }

    /// @return to be closed
    private Response bySocket(SocketPath socket, ApiId api, byte[] call, String accept)
            throws IOException {
        Headers headers =
                Headers.of(
                                "Host",
                                "localhost:" + environment.hostPort(),
                                "Authorization",
                                "Bearer " + environment.token(),
                                "Content-Type",
                                JSON,
                                "Accept",
                                accept)
                        .with(shown());
        HttpClient.Patience patience = HttpClient.Patience.DEFAULT;
        Optional<Duration> left = left(api);
        if (left.isPresent()) {
            headers = headers.with(AuthHeaders.DEADLINE, Long.toString(left.get().toMillis()));
            patience = patience.withAnswer(left.get());
        }
        Response response =
                http.call(
                        socket, new Request("POST", target(api), headers, Body.of(call)), patience);
        if (response.status() != 200) {
            response.close();
            throw wrong(response.status());
        }
        return response;
    }

    /// How long the call that is being answered leaves for another one.
    ///
    /// @throws SocketTimeoutException when nobody waits any more
    private static Optional<Duration> left(ApiId api) throws SocketTimeoutException {
        Optional<Duration> left = Deadline.current().map(Deadline::left);
        if (left.filter(time -> time.toMillis() < 1).isPresent()) {
            throw new SocketTimeoutException("no time is left to call " + api);
        }
        return left;
    }

    private HttpURLConnection byTcp(ApiId api, byte[] call, String accept) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + environment.hostPort() + target(api));
        if (!(uri.toURL().openConnection() instanceof HttpURLConnection http1)) {
            throw new IOException("want an HTTP connection");
        }
        http1.setConnectTimeout(CONNECT_MS);
        Optional<Duration> left = left(api);
        http1.setReadTimeout(left.map(time -> (int) time.toMillis()).orElse(ANSWER_MS));
        left.ifPresent(time ->
                http1.setRequestProperty(AuthHeaders.DEADLINE, Long.toString(time.toMillis())));
        http1.setRequestMethod("POST");
        http1.setRequestProperty("Authorization", "Bearer " + environment.token());
        http1.setRequestProperty("Content-Type", JSON);
        http1.setRequestProperty("Accept", accept);
        if (ticket != null) {
            http1.setRequestProperty(AuthHeaders.TICKET, ticket.word());
        }
        http1.setDoOutput(true);
        http1.setFixedLengthStreamingMode(call.length);
        try (var out = http1.getOutputStream()) {
            out.write(call);
        }
        if (http1.getResponseCode() != 200) {
            throw wrong(http1.getResponseCode());
        }
        return http1;
    }

    private static IOException wrong(int status) {
        return new IOException("the host answered with status " + status);
    }
}
