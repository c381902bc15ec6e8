package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A host with TLS and two names, a good service, and one that does all it can against the others
/// (`hostile-service.js`). All test classes that ask for it share one. Thread-safe.
///
/// @param host with the names `localhost` and `home.example`
/// @param ann an admin, logged in
/// @param bob a user, logged in
/// @param device what trusts the home's authority
public record Hostile(TestHost host, Person ann, Person bob, SSLContext device)
        implements AutoCloseable {

    /// The id of the hostile service; its API is `example.com/evil`.
    public static final String EVIL = "evil";

    /// The id of the good one; its API is `example.com/notes`.
    public static final String NOTES = "notes";

    public static final String HOME = "home.example";

    /// Gives it to the methods of test classes.
    public static final class Given implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType().equals(Hostile.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Hostile.class, _ -> fresh(), Hostile.class);
        }
    }

    private static Hostile fresh() {
        try {
            Path home = TestHost.freshHome();
            Files.writeString(
                    home.resolve("config.json"),
                    "{\"tls\": \"local-ca\", \"tlsPort\": 0, \"domains\": [\"home.example\"]}");
            TestHost host = TestHost.up(home);
            Path folder = Files.createTempDirectory("hostile");
            install(host, evil(folder), EVIL);
            NodeService.install(host, folder, NOTES, "", Map.of()).until("running");
            NodeService.of(host, EVIL).until("running");
            String ca = host.browser().get("localhost", "/_atek/ca.crt", Map.of()).body();
            return new Hostile(
                    host,
                    Person.made(host, "ann", "admin"),
                    Person.made(host, "bob", "user"),
                    Trust.in(ca));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path evil(Path dir) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(EVIL));
        try (var script = Hostile.class.getResourceAsStream("/hostile-service.js")) {
            Files.writeString(folder.resolve("index.js"), new String(script.readAllBytes(), UTF_8));
        }
        Files.writeString(
                folder.resolve("atek.json"),
                """
                {"runtime": "node", "exports": [
                  {"api": "example.com/evil", "path": "/rpc"},
                  {"api": "example.com/evil-live", "path": "/live", "transport": "proxy"}]}
                """);
        return folder;
    }

    private static void install(TestHost host, Path folder, String id) throws IOException {
        JsonNode answer =
                host.call(
                        "atek.cloud/services-api",
                        "install",
                        Map.of("sourceUrl", "file://" + folder, "id", id));
        if (!answer.has("result")) {
            throw new IllegalStateException(answer.toString());
        }
    }

    /// Sends exactly these bytes to the plain port and reads one answer.
    public Raw.Answer ask(String request) throws IOException {
        try (Raw raw = Raw.open(host.port()).patient()) {
            return raw.ask(request);
        }
    }

    /// The same over TLS.
    public Raw.Answer askSecurely(String name, String request) throws IOException {
        try (Raw raw = Raw.secure(host.securePort(), name, device).patient()) {
            return raw.ask(request);
        }
    }

    /// The header by which the host knows its own command line.
    public String bearer() throws IOException {
        return "Authorization: Bearer " + host.systemToken() + "\r\n";
    }

    /// The address of a page under one of the names of this machine.
    public String at(String name, String path) {
        return "http://" + name + ":" + host.port() + path;
    }

    /// Logs a person in, as the page for that does.
    public void logIn(Browser browser, String name) {
        browser.open(at("localhost", "/_atek/login"));
        String answer =
                browser.script(
                        CALL,
                        "atek.cloud/user-sessions-api",
                        "login",
                        Map.of("username", name, "password", Person.PASSWORD));
        if (!answer.contains("result")) {
            throw new IllegalStateException(answer);
        }
    }

    /// Who the browser is at the root, where it must be.
    public String whoAmI(Browser browser) {
        return browser.script(CALL, "atek.cloud/user-sessions-api", "whoami", Map.of());
    }

    private static final String CALL =
            """
            const [api, method, params, done] = arguments;
            fetch('/_atek/gateway?api=' + api, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: Object.keys(params).length ? [params] : [] }),
            }).then((answer) => answer.text()).then(done, (error) => done(String(error)));
            """;

    @Override
    public void close() {
        host.close();
    }
}
