package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.host.belongings.Takeout;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.HostApi;
import cloud.atek.host.gateway.Reply;
import cloud.atek.host.gateway.ServiceLink;
import cloud.atek.host.gateway.Terms;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.host.testkit.Raw;
import cloud.atek.rpc.Envelope;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A real edge on a free port, with a real service behind a real socket, before accounts in memory.
///
/// The services: `app` (live, bob's), `web` (a folder, the household's), `off` (stopped, bob's),
/// `evil` (live, eve's).
final class Stand implements AutoCloseable {

    static final ApiId ECHO = new ApiId("example.com/echo");
    static final ApiId PIPE = new ApiId("example.com/pipe");
    static final ApiId FILES = new ApiId("example.com/files");
    static final ApiId LOGIN = new ApiId("example.com/login");

    final FakeDoors doors = new FakeDoors();
    final Map<UserKey, ServiceId> mains = new ConcurrentHashMap<>();
    final Registry registry = new Registry();
    final Path dir;
    final Path web;
    final Edge edge;

    private final List<Closeable> open = new ArrayList<>();

    Stand() throws IOException {
        this("localhost");
    }

    Stand(String... names) throws IOException {
        this(null, names);
    }

    /// @param secure TLS, or null for none
    Stand(EdgeConfig.@Nullable Secure secure, String... names) throws IOException {
        dir = Files.createTempDirectory(Path.of("/tmp"), "e");
        web = Files.createDirectory(dir.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<h1>web</h1>");
        var client = new HttpClient();
        open.add(client::close);
        var gateway = new Gateway(registry, (_, _, _) -> true, link(client));
        gateway.serve(new LoginApi());
        var inside =
                new Edge.Inside(
                        gateway,
                        registry,
                        doors,
                        doors,
                        doors,
                        new Takeout((_, _, _) -> false),
                        user -> Optional.ofNullable(mains.get(user)));
        edge =
                new Edge(
                        new EdgeConfig(() -> List.of(names), 0, "127.0.0.1", "", secure),
                        inside,
                        Clock.systemUTC());
        edge.start();
        open.add(edge::close);
        var bob = new UserKey("bob");
        register(
                new Site.Folder(
                        new ServiceKey("k.web"), new ServiceId("web"), UserKey.SYSTEM, web));
        register(
                new Site.Down(
                        new ServiceKey("k.off"),
                        new ServiceId("off"),
                        bob,
                        new Site.Why(State.STOPPED, false, "It <crashed>")));
        live("app", bob, Stand::service);
        live("evil", new UserKey("eve"), Stand::service);
    }

    private void register(Site site) {
        registry.register(site, List.of());
    }

    /// Starts a service and makes it known.
    HttpServer live(String id, UserKey owner, HttpServer.Handler handler) throws IOException {
        Path socket = dir.resolve(id + ".sock");
        HttpServer server = HttpServer.start(new SocketPath(socket), handler);
        open.add(server::close);
        registry.register(
                new Site.Live(new ServiceKey("k." + id), new ServiceId(id), owner, socket),
                List.of(
                        new Manifest.Export(ECHO, "/rpc", Transport.RPC),
                        new Manifest.Export(PIPE, "/pipe", Transport.PROXY),
                        new Manifest.Export(FILES, "/files", Transport.PROXY)));
        return server;
    }

    private static ServiceLink link(HttpClient client) {
        return (caller, endpoint, request) -> send(client, caller, endpoint, request);
    }

    private static byte[] send(
            HttpClient client, Caller.Known caller, Endpoint endpoint, byte[] request)
            throws IOException {
        Headers headers =
                Headers.of("Content-Type", "application/json")
                        .with(ProxyHeaders.auth(caller, endpoint.service()));
        var post = new Request("POST", endpoint.path(), headers, Body.of(request));
        try (Response answer = client.call(new SocketPath(endpoint.socket()), post)) {
            return answer.body().bytes(1 << 20);
        }
    }

    /// What the live services do: echo bodies and WebSockets, show the headers that came.
    static Answer service(Request request) {
        return switch (request.path()) {
            case "/echo" ->
                    new Response(
                            200,
                            Headers.of("Content-Type", "application/octet-stream"),
                            request.body());
            case "/files" -> files(request);
            case "/ws", "/pipe" -> WebSocket.accept(request, socket -> echo(request, socket));
            case "/rpc" -> Response.of(200, "application/json", rpc(request));
            case "/unchanged" -> new Response(304, Headers.of("ETag", "\"1\""), Body.none());
            case "/events" -> new Answer.Written(200, Headers.NONE, Stand::tick);
            case "/nothing" -> Response.empty(204);
            default -> headersOf(request);
        };
    }

    /// Answers with what was sent, and with all that a hostile service would say to a browser.
    private static Response files(Request request) {
        return switch (request.query().replaceFirst("api=[^&]*&?", "")) {
            case "headers" -> headersOf(request);
            case "away" -> Response.empty(302).with("Location", "http://evil.localhost/");
            case "script" -> Response.of(200, "text/javascript", "alert(1)".getBytes(UTF_8));
            case "page" ->
                    Response.of(200, "text/html", "<h1>".getBytes(UTF_8))
                            .with("Set-Cookie", "a=b")
                            .with("Service-Worker-Allowed", "/")
                            .with("Access-Control-Allow-Origin", "*")
                            .with("Refresh", "0; url=http://evil.localhost/")
                            .with("Content-Security-Policy", "script-src 'unsafe-inline'")
                            .with("ETag", "\"1\"");
            default -> new Response(200, Headers.of("Content-Type", "image/png"), request.body());
        };
    }

    private static void tick(OutputStream out) throws IOException {
        while (true) {
            out.write("data: tick\n\n".getBytes(UTF_8));
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Response headersOf(Request request) {
        var text = new StringBuilder(request.method() + " " + request.target() + "\n");
        request.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
        return Response.text(200, text.toString());
    }

    private static byte[] rpc(Request request) {
        String user = request.headers().first("Atek-Auth-User").orElse("?");
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"%s\"}".formatted(user).getBytes(UTF_8);
    }

    private static void echo(Request request, WebSocket socket) throws IOException {
        for (Message message = socket.receive(); ; message = socket.receive()) {
            switch (message) {
                case Message.Text(String text) when text.equals("headers") ->
                        socket.send(request.headers() + " " + authHeaders(request));
                case Message.Text(String text) -> socket.send("echo " + text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
                default -> {
                    return;
                }
            }
        }
    }

    private static String authHeaders(Request request) {
        return request.headers().all("Atek-Auth-User")
                + " "
                + request.headers().all("Atek-Auth-Service")
                + " "
                + request.headers().all("Cookie");
    }

    /// `login` sets a cookie, `logout` clears it, everything else wants a login first.
    private record LoginApi() implements HostApi {
        @Override
        public ApiId id() {
            return LOGIN;
        }

        @Override
        public Reply call(Caller caller, Envelope envelope, byte[] request, Terms terms) {
            byte[] json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}".getBytes(UTF_8);
            return switch (envelope.method()) {
                case "login" -> new Reply.Answer(json, new Reply.SessionChange.Set("bob-root"));
                case "logout" -> new Reply.Answer(json, new Reply.SessionChange.Clear());
                case "break" -> throw new IllegalStateException("secret inside");
                default -> new Reply.Unauthorized();
            };
        }
    }

    Raw raw() throws IOException {
        return Raw.open(edge.port());
    }

    /// Sends one request on a connection of its own and reads the whole answer.
    Raw.Answer ask(String request) throws IOException {
        try (Raw raw = raw()) {
            return raw.ask(request);
        }
    }

    /// The host with the port, as a browser sends it.
    String host(String name) {
        return name + ":" + edge.port();
    }

    /// A request of a user's browser for `name`.
    String get(String name, String path, String... headers) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host(name), lines(headers));
    }

    String post(String name, String path, String body, String... headers) {
        return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n%s"
                .formatted(path, host(name), body.getBytes(UTF_8).length, lines(headers), body);
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    static String cookie(String token) {
        return "Cookie: __Host-atek=" + token;
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    String origin(String name) {
        return "Origin: http://" + host(name);
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open.reversed()) {
            one.close();
        }
        try (var files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
