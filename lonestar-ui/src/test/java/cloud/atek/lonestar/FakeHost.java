package cloud.atek.lonestar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import cloud.atek.api.users.UsersApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What a browser sees of the host: the built web folder, the host's pages, the gateway and two
/// services, with the headers that the real host sends. Thread-safe.
final class FakeHost implements AutoCloseable {

    static final String PASSWORD = "a lonely star";
    static final String SETUP_CODE = "one-time";

    private static final Path WEB = Path.of("target/lonestar/web");
    private static final Path PAGES =
            Path.of("../host/src/main/resources/cloud/atek/host/edge/pages");
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; form-action 'self'; frame-ancestors 'none'";
    private static final String WEB_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " frame-src 'self' http://*.localhost:*; frame-ancestors 'none';"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectMapper json = new ObjectMapper();
    private final FakeGateway gateway;
    final FakeServices services;
    final FakeUsers users = new FakeUsers();
    final FakePermissions permissions = new FakePermissions();

    FakeHost() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        services = new FakeServices(Samples.household("localhost:" + port()));
        users.create(new UsersApi.NewUser("mara", PASSWORD, UsersApi.ADMIN));
        users.create(new UsersApi.NewUser("jonas", PASSWORD, null));
        gateway = new FakeGateway(services, users, permissions);
        http.createContext("/", this::answer);
        http.setExecutor(threads);
        http.start();
    }

    String root() {
        return "http://localhost:" + port();
    }

    int port() {
        return http.getAddress().getPort();
    }

    /// A new session of mara, who is an admin, or jonas, who is not, for the cookie `session`.
    String session(String username) {
        return gateway.open(username + "Key");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            String place = requireNonNullElse(call.getRequestHeaders().getFirst("Host"), "");
            if (path.startsWith("/_atek/")) {
                hostPart(call, path);
            } else if (place.equals("localhost:" + port())) {
                web(call, path);
            } else {
                service(call, place.substring(0, place.indexOf('.')));
            }
        }
    }

    private void hostPart(HttpExchange call, String path) throws IOException {
        switch (path) {
            case "/_atek/gateway" -> gateway.answer(call);
            case "/_atek/login" -> page(call, "login.html", 200);
            case "/_atek/setup" -> setup(call);
            case "/_atek/js/rpc.js" -> page(call, "rpc.js", 200);
            default -> page(call, path.replaceFirst("^/_atek/assets/", ""), 200);
        }
    }

    private void setup(HttpExchange call) throws IOException {
        if (call.getRequestMethod().equals("GET")) {
            page(call, "setup.html", 200);
            return;
        }
        JsonNode said = json.readTree(call.getRequestBody());
        if (said.path("code").asText().equals(SETUP_CODE)) {
            String username = said.path("username").asText();
            String password = said.path("password").asText();
            var user = users.create(new UsersApi.NewUser(username, password, UsersApi.ADMIN));
            String cookie = "session=" + gateway.open(user.key()) + "; Path=/; HttpOnly";
            call.getResponseHeaders().set("Set-Cookie", cookie);
            send(call, 200, "application/json", "{\"ok\":true}".getBytes(UTF_8));
        } else {
            String refusal = "{\"error\":true,\"message\":\"This link was used already.\"}";
            send(call, 403, "application/json", refusal.getBytes(UTF_8));
        }
    }

    private void web(HttpExchange call, String path) throws IOException {
        if (gateway.caller(call).isEmpty()) {
            call.getResponseHeaders().set("Location", "/_atek/login");
            call.sendResponseHeaders(302, -1);
            return;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        Path file = WEB.resolve(name.contains(".") ? path.substring(1) : "index.html");
        call.getResponseHeaders().set("Content-Security-Policy", WEB_POLICY);
        file(call, file, 200);
    }

    private void service(HttpExchange call, String id) throws IOException {
        switch (id) {
            case "calendar" -> stopped(call);
            case "nobody" -> page(call, "not-found.html", 404);
            default -> {
                String policy = "default-src 'self'; frame-ancestors " + root();
                call.getResponseHeaders().set("Content-Security-Policy", policy);
                String text = "<!doctype html><title>" + id + "</title><h1>This is " + id + "</h1>";
                send(call, 200, "text/html; charset=utf-8", text.getBytes(UTF_8));
            }
        }
    }

    /// As the owner of the service sees it.
    private void stopped(HttpExchange call) throws IOException {
        call.getResponseHeaders().set("Content-Security-Policy", PAGE_POLICY);
        String page =
                Files.readString(PAGES.resolve("stopped.html"))
                        .replace("{{state}}", "stopped")
                        .replace("{{comes}}", "false")
                        .replace("{{mine}}", "true");
        send(call, 503, "text/html; charset=utf-8", page.getBytes(UTF_8));
    }

    private void page(HttpExchange call, String name, int status) throws IOException {
        call.getResponseHeaders().set("Content-Security-Policy", PAGE_POLICY);
        file(call, PAGES.resolve(name), status);
    }

    private static void file(HttpExchange call, Path file, int status) throws IOException {
        if (!Files.isRegularFile(file)) {
            send(call, 404, "text/plain", "Not found".getBytes(UTF_8));
            return;
        }
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        send(call, status, TYPES.getOrDefault(ending, "text/plain"), Files.readAllBytes(file));
    }

    static void send(HttpExchange call, int status, String type, byte[] body) throws IOException {
        call.getResponseHeaders().set("Content-Type", type);
        call.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
    }
}
