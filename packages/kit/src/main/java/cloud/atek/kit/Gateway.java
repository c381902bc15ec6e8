package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ApiId;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;

/// The host's gateway as a service reaches it: by the socket that the host made for it, or by TCP
/// where there is none. Thread-safe.
final class Gateway {

    /// One answer, in bytes.
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 30_000;

    private final ServiceEnvironment environment;
    private final HttpClient http;

    Gateway(ServiceEnvironment environment, HttpClient http) {
        this.environment = environment;
        this.http = http;
    }

    /// @return the body of the answer
    /// @throws IOException also when the status is not 200
    byte[] post(ApiId api, byte[] call) throws IOException {
        String target = target(api);
        SocketPath socket = environment.hostSocket();
        return socket == null ? byTcp(target, call) : bySocket(socket, target, call);
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
                        .with(request.headers());
        return http.call(
                socket,
                new Request(request.method(), target(api) + query, headers, request.body()));
    }

    private static String target(ApiId api) {
        return "/_atek/gateway?api=" + URLEncoder.encode(api.value(), UTF_8);
    }

    private byte[] bySocket(SocketPath socket, String target, byte[] call) throws IOException {
        Headers headers =
                Headers.of(
                        "Host",
                        "localhost:" + environment.hostPort(),
                        "Authorization",
                        "Bearer " + environment.token(),
                        "Content-Type",
                        "application/json");
        try (Response response =
                http.call(socket, new Request("POST", target, headers, Body.of(call)))) {
            check(response.status());
            return response.body().bytes(ANSWER_BYTES_MAX);
        }
    }

    private byte[] byTcp(String target, byte[] call) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + environment.hostPort() + target);
        if (!(uri.toURL().openConnection() instanceof HttpURLConnection http1)) {
            throw new IOException("want an HTTP connection");
        }
        http1.setConnectTimeout(CONNECT_MS);
        http1.setReadTimeout(ANSWER_MS);
        http1.setRequestMethod("POST");
        http1.setRequestProperty("Authorization", "Bearer " + environment.token());
        http1.setRequestProperty("Content-Type", "application/json");
        http1.setDoOutput(true);
        http1.setFixedLengthStreamingMode(call.length);
        try (var out = http1.getOutputStream()) {
            out.write(call);
        }
        check(http1.getResponseCode());
        try (InputStream in = http1.getInputStream()) {
            return Body.of(in, Body.UNKNOWN).bytes(ANSWER_BYTES_MAX);
        }
    }

    private static void check(int status) throws IOException {
        if (status != 200) {
            throw new IOException("the host answered with status " + status);
        }
    }
}
