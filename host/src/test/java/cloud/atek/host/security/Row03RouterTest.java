package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A spelling of an address that the check of permissions reads in one way and the dispatcher in
/// another: doubled slashes, dots, percent-encoded letters, parameters that stand twice.
///
/// For random spellings, methods and roles, over raw sockets: a call is made only where the parsed
/// target is the gateway, and then exactly when the parsed API and method are the role's to call.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row03RouterTest {

    private static final String PATH = "/_atek/gateway";
    private static final String PASSWORD = "correct horse";
    private static final int PATIENCE_MS = 30_000;

    private static final List<String> HTTP_METHODS =
            List.of("POST", "POST", "POST", "POST", "GET", "PUT", "post", "OPTIONS", "HEAD");

    /// What is called, and by whom that is done.
    private static final Map<String, Set<Role>> CALLS =
            Map.of(
                    "atek.cloud/inspect-api isReady",
                    Set.of(Role.MEMBER, Role.ADMIN, Role.SERVICE),
                    "atek.cloud/inspect-api getConfig",
                    Set.of(Role.ADMIN),
                    "atek.cloud/user-sessions-api whoami",
                    Set.of(Role.NOBODY, Role.MEMBER, Role.ADMIN),
                    "atek.cloud/users-api list",
                    Set.of(Role.ADMIN),
                    "atek.cloud/services-api list",
                    Set.of(Role.MEMBER, Role.ADMIN),
                    "atek.cloud/adb-api dbList",
                    Set.of(Role.MEMBER, Role.ADMIN, Role.SERVICE),
                    "atek.cloud/adb-api stat",
                    Set.of());

    private enum Role {
        NOBODY,
        MEMBER,
        ADMIN,
        SERVICE
    }

    private final Map<Role, String> proofs = new EnumMap<>(Role.class);
    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        host.call(
                "atek.cloud/users-api",
                "create",
                Map.of("username", "bob", "password", PASSWORD, "role", "member"));
        Asker asker =
                Asker.install(
                        host,
                        dir,
                        "asker",
                        "bob",
                        "{}",
                        Map.of("api", "atek.cloud/adb-api", "methods", List.of("dbList")));
        proofs.put(Role.NOBODY, "");
        proofs.put(Role.MEMBER, "Cookie: " + cookie() + "\r\n");
        proofs.put(Role.ADMIN, "Authorization: Bearer " + host.systemToken() + "\r\n");
        proofs.put(Role.SERVICE, "Authorization: Bearer " + asker.does("token").asText() + "\r\n");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private String cookie() throws IOException {
        Http browser = host.browser();
        String login =
                """
                {"jsonrpc":"2.0","id":1,"method":"login","params":[{"username":"bob","password":"%s"}]}\
                """
                        .formatted(PASSWORD);
        return browser.post(
                        "localhost",
                        PATH + "?api=atek.cloud/user-sessions-api",
                        login,
                        Map.of(
                                "Origin",
                                "http://localhost:" + host.port(),
                                "Sec-Fetch-Site",
                                "same-origin"))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
    }

    /// One request as it goes on the wire.
    private record Asked(Role role, String http, String path, String query, String method) {}

    @Test
    void whatIsDoneIsWhatTheParsedTargetAllows() {
        Seeds.forAll((random, _) -> {
            for (int n = 0; n < 4; n++) {
                Asked asked = random(random);
                assertThat(done(asked)).as("%s", asked).isEqualTo(expected(asked));
            }
        });
    }

    @Test
    void theModelDoesBoth() throws Exception {
        for (Map.Entry<String, Set<Role>> call : CALLS.entrySet()) {
            String[] parts = call.getKey().split(" ", 2);
            for (Role role : Role.values()) {
                var asked = new Asked(role, "POST", PATH, "api=" + parts[0], parts[1]);
                assertThat(done(asked))
                        .as("%s", asked)
                        .isEqualTo(call.getValue().contains(role))
                        .isEqualTo(expected(asked));
            }
        }
    }

    private static Asked random(RandomGenerator random) {
        String call = pick(random, List.copyOf(CALLS.keySet()));
        String[] parts = call.split(" ", 2);
        boolean plain = random.nextInt(3) > 0;
        return new Asked(
                pick(random, List.of(Role.values())),
                pick(random, HTTP_METHODS),
                plain ? PATH : path(random),
                query(random, parts[0]),
                method(random, parts[1]));
    }

    private static <T> T pick(RandomGenerator random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String path(RandomGenerator random) {
        return switch (random.nextInt(14)) {
            case 0 -> "/" + PATH;
            case 1 -> "/_atek//gateway";
            case 2 -> "/_atek/./gateway";
            case 3 -> "/x/.." + PATH;
            case 4 -> PATH + "/";
            case 5 -> PATH + "/.";
            case 6 -> PATH + ";x=1";
            case 7 -> "/_atek;v=1/gateway";
            case 8 -> "/_ATEK/gateway";
            case 9 -> "/_atek\\gateway";
            case 10 -> PATH + "%00";
            case 11 -> "/%255fatek/gateway";
            case 12 -> "/_atek%2fgateway";
            default -> "/_atek/gatew\u00e4y";
        };
    }

    private static String query(RandomGenerator random, String api) {
        return switch (random.nextInt(9)) {
            case 0 -> "api=" + encoded(random, api);
            case 1 -> "x=1&api=" + api;
            case 2 -> "api=" + api + "&api=atek.cloud/inspect-api";
            case 3 -> "api=atek.cloud/inspect-api&api=" + api;
            case 4 -> "API=" + api;
            case 5 -> "%61pi=" + api;
            case 6 -> "api=" + api + "/";
            case 7 -> "api=" + api.toUpperCase(Locale.ROOT);
            default -> "api=" + api;
        };
    }

    /// Some letters percent-encoded.
    private static String encoded(RandomGenerator random, String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(random.nextInt(3) == 0 ? "%%%02x".formatted((int) c) : String.valueOf(c));
        }
        return out.toString();
    }

    private static String method(RandomGenerator random, String method) {
        return switch (random.nextInt(6)) {
            case 0 -> method + " ";
            case 1 -> method.toUpperCase(Locale.ROOT);
            case 2 -> "\\u%04x".formatted((int) method.charAt(0)) + method.substring(1);
            default -> method;
        };
    }

    /// Whether the parsed target is a call that the role may make.
    private static boolean expected(Asked asked) {
        if (!asked.http().equals("POST") || !asked.path().equals(PATH)) {
            return false;
        }
        String api = "";
        for (String pair : asked.query().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (URLDecoder.decode(parts[0], UTF_8).equals("api")) {
                api = URLDecoder.decode(parts[1], UTF_8);
                break;
            }
        }
        String method = asked.method();
        if (method.startsWith("\\u")) {
            method = (char) Integer.parseInt(method.substring(2, 6), 16) + method.substring(6);
        }
        return CALLS.getOrDefault(api + " " + method, Set.of()).contains(asked.role());
    }

    /// Whether the host answered with a result.
    private boolean done(Asked asked) throws IOException {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                        + asked.method()
                        + "\",\"params\":[]}";
        String head =
                "%s %s?%s HTTP/1.1\r\nHost: localhost:%d\r\n"
                                .formatted(asked.http(), asked.path(), asked.query(), host.port())
                        + "Origin: http://localhost:%d\r\nSec-Fetch-Site: same-origin\r\n"
                                .formatted(host.port())
                        + proofs.get(asked.role())
                        + "Content-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: %d\r\n\r\n".formatted(body.length());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.contains("\"result\":") && answer.contains("\"jsonrpc\"");
        }
    }
}
