package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody reads what lies about: files, logs, the list of processes and their variables, error
/// pages, the audit, what a crash leaves. No token that is good now stands in any of them, but in
/// the one place that it must.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row28SecretsTest {

    private static final String PASSWORD = "an unusual horse 7391";
    private static final Pattern TOKEN = Pattern.compile("ATEK_HOST_BEARER_TOKEN=([0-9a-f]{32,})");

    private Hostile house;
    private Map<String, String> secrets;

    @BeforeAll
    void start(Hostile given) throws Exception {
        house = given;
        var user = Map.of("username", "fay", "password", PASSWORD, "role", "user");
        house.host().call("atek.cloud/users-api", "create", user);
        house.ann().visit(Hostile.NOTES, "/");
        house.bob().visit(Hostile.EVIL, "/");
        secrets = secrets();
        provoke();
    }

    /// All that proves something now, by what it is.
    private Map<String, String> secrets() throws Exception {
        var all = new LinkedHashMap<String, String>();
        all.put("the host's token", house.host().systemToken());
        all.put("the setup code", house.host().setupCode());
        all.put("a password", PASSWORD);
        all.put("ann's session", house.ann().browser().cookie("localhost", "__Host-atek"));
        all.put("ann at notes", house.ann().browser().cookie("notes.localhost", "__Host-atek"));
        all.put("bob's session", house.bob().browser().cookie("localhost", "__Host-atek"));
        all.put("bob at evil", house.bob().browser().cookie("evil.localhost", "__Host-atek"));
        JsonNode invite =
                house.ann().call("atek.cloud/users-api", "invite", Map.of("username", "gus"));
        all.put("an invite", invite.toString().replaceFirst(".*code=([^\"&]+).*", "$1"));
        all.put("a code for a subdomain", bindCode());
        int count = 0;
        for (ProcessHandle child : house.host().children()) {
            Matcher token = TOKEN.matcher(read(Path.of("/proc/" + child.pid() + "/environ")));
            if (token.find() && !all.containsValue(token.group(1))) {
                all.put("the token of service " + ++count, token.group(1));
            }
        }
        assertThat(count).as("services with tokens").isGreaterThanOrEqualTo(3);
        assertThat(all.values()).allMatch(secret -> secret.length() >= 16);
        return all;
    }

    private String bindCode() {
        return house.bob()
                .browser()
                .get("localhost", "/_atek/bind-session?service=notes&path=/", Map.of())
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst(".*[?&]code=([^&]*).*", "$1");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// Shows every secret at every door, rightly and wrongly, so that whoever writes down too much
    /// does.
    private void provoke() throws Exception {
        for (String secret : secrets.values()) {
            for (String name : List.of("localhost", "evil.localhost", "home.example")) {
                for (String request :
                        List.of(
                                "GET /_atek/nowhere?token=%s HTTP/1.1\r\nHost: %s",
                                "GET /_atek/setup?code=%s HTTP/1.1\r\nHost: %s",
                                "GET /_atek/invite?code=%s HTTP/1.1\r\nHost: %s",
                                "GET /_atek/export HTTP/1.1\r\nAuthorization: Bearer x%s\r\nHost: %s",
                                "GET /%%zz%s HTTP/1.1\r\nHost: %s",
                                "TRACE / HTTP/1.1\r\nCookie: __Host-atek=x%s\r\nHost: %s",
                                "GET / HTTP/1.1\r\nX-Token: %s\r\nHost: %s\r\nContent-Length: x")) {
                    String all = request.formatted(secret.replace(' ', '+'), name);
                    String answer = house.ask(all + "\r\nConnection: close\r\n\r\n").text();
                    assertThat(answer).as(all).doesNotContain(secret);
                }
            }
        }
        house.host()
                .call(
                        house.host().browser(),
                        Map.of(),
                        "atek.cloud/user-sessions-api",
                        "login",
                        Map.of("username", "fay", "password", PASSWORD + "x"));
        var bearer = Map.of("Authorization", "Bearer " + house.host().systemToken());
        house.host().browser().get("evil.localhost", "/crash", bearer);
        house.host().browser().get("evil.localhost", "/break", bearer);
    }

    @Test
    void noFileHoldsASecretButTheOneOfTheHostItself() throws Exception {
        for (Path file : files()) {
            String text = read(file);
            secrets.forEach((what, secret) -> {
                boolean itsPlace = file.endsWith("config.json") && what.equals("the host's token");
                assertThat(!itsPlace && text.contains(secret)).as(what + " in " + file).isFalse();
            });
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(house.host().home())) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).anyMatch(file -> file.endsWith("logs/host.log"));
            assertThat(files).anyMatch(file -> file.toString().contains("/audit/"));
            return files;
        }
    }

    @Test
    void whatProvesTheHostIsItsOwnersAlone() throws Exception {
        Path home = house.host().home();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        for (String file : List.of("config.json", "tls/authority.pem", "tls/host.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(home.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void noCommandLineShowsASecret() throws IOException {
        var lines = new ArrayList<String>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            all.map(process -> read(process.resolve("cmdline"))).forEach(lines::add);
        }
        assertThat(lines).anyMatch(line -> line.contains("bwrap"));
        for (String line : lines) {
            secrets.forEach((what, secret) -> assertThat(line).as(what).doesNotContain(secret));
        }
    }

    @Test
    void aProcessKnowsItsOwnSecretAlone() {
        var known = new ArrayList<>(house.host().children());
        ProcessHandle.of(house.host().pid()).ifPresent(known::add);
        for (ProcessHandle process : known) {
            String variables = read(Path.of("/proc/" + process.pid() + "/environ"));
            long held = secrets.values().stream().filter(variables::contains).count();
            boolean host = process.pid() == house.host().pid();
            assertThat(held).as("process " + process).isLessThanOrEqualTo(host ? 0 : 1);
        }
    }

    @Test
    void aServiceSeesNoSecretButItsOwn() throws Exception {
        var bearer = Map.of("Authorization", "Bearer " + house.host().systemToken());
        String seen = "";
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!seen.contains("ATEK_HOST_BEARER_TOKEN")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
            seen = house.host().browser().get("evil.localhost", "/spy", bearer).body();
        }
        String all = seen;
        // It came back after its crash with a new token, so that none of these is its own.
        secrets.forEach((what, secret) -> assertThat(all).as(what).doesNotContain(secret));
    }

    @Test
    void whatTheHostTellsHoldsNoSecret() throws Exception {
        var told = new LinkedHashMap<String, String>();
        told.put("config", house.host().cli("config", "--json").out());
        told.put("services", house.host().call("atek.cloud/services-api", "list").toString());
        told.put("users", house.host().call("atek.cloud/users-api", "list").toString());
        told.put("audit", house.host().cli("audit", "--json").out());
        told.put("doctor", house.host().cli("doctor").out());
        told.put("logs", house.host().cli("logs", "evil").out());
        told.put("sessions", house.ann().call("atek.cloud/user-sessions-api", "list").toString());
        told.forEach((where, text) ->
                secrets.forEach((what, secret) ->
                        assertThat(text).as(what + " in " + where).doesNotContain(secret)));
    }
}
