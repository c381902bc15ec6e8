package cloud.atek.host.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A browser without a screen: real HTTP to the one port of a host, under any host name, with the
/// cookies of each name kept apart. Thread-safe.
///
/// `*.localhost` is not a name to the JDK, so it connects to 127.0.0.1 and says the name in `Host`
/// (`jdk.httpclient.allowRestrictedHeaders=host`).
public final class Http {

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
    }

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Map<String, Map<String, String>> cookies = new ConcurrentHashMap<>();
    private final int port;

    public Http(int port) {
        this.port = port;
    }

    public HttpResponse<String> get(String host, String target, Map<String, String> headers) {
        return send(host, request(host, target, headers).GET());
    }

    public HttpResponse<String> post(
            String host, String target, String json, Map<String, String> headers) {
        return send(
                host,
                request(host, target, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /// Sends bytes as they come from a stream, of which nothing is held.
    public HttpResponse<String> send(
            String method,
            String host,
            String target,
            Supplier<InputStream> body,
            Map<String, String> headers) {
        return send(
                host,
                request(host, target, headers)
                        .method(method, HttpRequest.BodyPublishers.ofInputStream(body)));
    }

    /// What a host name keeps under this name; empty when nothing.
    public String cookie(String host, String name) {
        return cookies.getOrDefault(host, Map.of()).getOrDefault(name, "");
    }

    private HttpRequest.Builder request(String host, String target, Map<String, String> headers) {
        var builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                        .timeout(PATIENCE)
                        .header("Host", host + ":" + port);
        headers.forEach(builder::header);
        String jar =
                cookies.getOrDefault(host, Map.of()).entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
        return jar.isEmpty() ? builder : builder.header("Cookie", jar);
    }

    private HttpResponse<String> send(String host, HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(host, cookie));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String host, String cookie) {
        String[] pair = cookie.replaceFirst(";.*", "").split("=", 2);
        cookies.computeIfAbsent(host, _ -> new ConcurrentHashMap<>()).put(pair[0], pair[1]);
    }
}
