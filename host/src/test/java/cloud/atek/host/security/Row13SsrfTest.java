package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Outside;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Spy;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may let the host connect somewhere, a service with a grant or a person who names a
/// repository, makes it connect to its own machine or home instead: by an odd spelling, a redirect,
/// or a name whose address changes after it was looked at (CVE-2017-6201).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row13SsrfTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final String API = "api.example.com";
    private static final String ADDRESS = "11.22.33.44";
    private static final String NAS = "192.168.77.7";

    /// Where a name of the internet must not lead.
    private static final List<String> INSIDE =
            List.of(
                    "127.0.0.1",
                    "127.9.9.9",
                    "::1",
                    "0.0.0.0",
                    "::",
                    "::ffff:127.0.0.1",
                    "::ffff:192.168.77.7",
                    "64:ff9b::7f00:1",
                    "2002:7f00:1::1",
                    "10.77.0.1",
                    "10.77.0.2",
                    "172.16.0.1",
                    NAS,
                    "169.254.169.254",
                    "100.64.0.1",
                    "fe80::1",
                    "fd00::8",
                    "ff02::1",
                    "224.0.0.251",
                    "255.255.255.255");

    private Outside outside;
    private TestHost host;
    private Person member;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        Path world = Files.createDirectories(dir.resolve("world"));
        outside = Outside.make(world, List.of(API, "git.example.com", "git.lan"), ADDRESS, NAS);
        host = outside.host();
        member = Person.made(host, "eve", "");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
        outside.close();
    }

    private Spy spy(String id) throws IOException {
        Map<String, Path> files = Map.of("world.pem", outside.authority());
        return Spy.install(host, dir.resolve(id), id, "{\"network\": []}", files);
    }

    @Test
    void aGrantedNameLeadsToTheInternetAlone() throws Exception {
        Spy spy = spy("named");
        spy.grant(API, 80);
        outside.names(Map.of(API, ADDRESS));
        assertThat(spy.does("proxy", "GET", "http://" + API + "/ok")).startsWith("200 ");

        for (String address : INSIDE) {
            outside.names(Map.of(API, address));
            for (String method : List.of("GET", "CONNECT")) {
                String target = method.equals("GET") ? "http://" + API + "/inside" : API + ":80";
                assertThat(spy.does("proxy", method, target))
                        .as(address)
                        .startsWith("403 ")
                        .contains("leads to an address inside this home or machine");
            }
        }
        outside.names(Map.of(API, "127.0.0.1 " + NAS + " " + ADDRESS));
        assertThat(spy.does("proxy", "GET", "http://" + API + "/mixed")).startsWith("200 ");
        assertThat(outside.seen()).contains(ADDRESS + " 80 GET api.example.com /mixed");
        assertNobodyInside("/inside", "/mixed");
    }

    @Test
    void noSpellingOfAnAddressPassesForAnother() throws Exception {
        Spy spy = spy("spelt");
        spy.grant(API, 80);
        outside.names(Map.of(API, ADDRESS));
        for (String odd :
                List.of(
                        "127.0.0.1",
                        "127.1",
                        "2130706433",
                        "0x7f000001",
                        "0x7f.0.0.1",
                        "0177.0.0.1",
                        "017700000001",
                        "0",
                        "0.0.0.0",
                        "[::]",
                        "[::1]",
                        "[::ffff:127.0.0.1]",
                        "[::ffff:7f00:1]",
                        "[fe80::1%25lo]",
                        "localhost",
                        "LOCALHOST",
                        API + ".localhost",
                        API + "@127.0.0.1",
                        "127.0.0.1#" + API,
                        "127.0.0.1%23" + API,
                        "xn--" + API)) {
            assertThat(spy.does("proxy", "GET", "http://" + odd + "/odd"))
                    .as(odd)
                    .matches("(?s)(40[03] |E).*");
            assertThat(spy.does("proxy", "CONNECT", odd + ":80"))
                    .as(odd)
                    .matches("(?s)(40[03] |E).*");
        }
        assertNobodyInside("/odd");
    }

    @Test
    void whatIsNoAddressOfTheNetworkIsNoTarget() throws Exception {
        Spy spy = spy("odd");
        for (String target :
                List.of(
                        "http+unix://%2frun%2fatek%2fhost.sock/",
                        "unix:/run/atek/host.sock",
                        "file:///etc/passwd",
                        "ftp://" + API + "/",
                        "https://" + API + "/",
                        "http://",
                        "http:///etc/passwd",
                        "//127.0.0.1/")) {
            assertThat(spy.does("proxy", "GET", target)).as(target).matches("(?s)(40[034] |E).*");
        }
    }

    @Test
    void aRedirectIsAskedForLikeAnyOther() throws Exception {
        Spy spy = spy("led");
        spy.grant(API, 80);
        outside.names(Map.of(API, ADDRESS));
        for (String inside :
                List.of(
                        "http://127.0.0.1:80/led",
                        "http://" + NAS + "/led",
                        "http://10.77.0.2/led",
                        "http://2130706433/led",
                        "http://[::1]/led")) {
            String url =
                    "http://" + API + "/redirect?" + inside.replace("[", "%5B").replace("]", "%5D");
            assertThat(spy.does("fetch", url)).as(inside).doesNotStartWith("200");
        }
        assertNobodyInside("/led");
    }

    @Test
    void aServiceCannotTakeTheHostsOwnPortByThatWay() throws Exception {
        Spy spy = spy("door");
        for (String own : List.of("127.0.0.1", "localhost", "10.77.0.2")) {
            assertThat(spy.does("proxy", "CONNECT", own + ":" + host.port())).startsWith("403 ");
            String page = "http://" + own + ":" + host.port() + "/_atek/setup";
            assertThat(spy.does("proxy", "GET", page)).startsWith("403 ");
        }
    }

    @Test
    void aMemberInstallsFromTheInternetAlone() throws Exception {
        for (String odd :
                List.of(
                        "127.0.0.1",
                        "localhost",
                        "2130706433",
                        "0x7f000001",
                        "0177.0.0.1",
                        "0.0.0.0",
                        "[::1]",
                        "[::ffff:127.0.0.1]",
                        NAS,
                        "10.77.0.2",
                        "169.254.169.254",
                        "[fd00::8]")) {
            assertThat(refusal(member("https://" + odd + "/git-odd")))
                    .as(odd)
                    .contains("is an address inside this home or machine");
        }
        for (String address : INSIDE) {
            outside.names(Map.of("git.example.com", address, "git.lan", address));
            for (String name : List.of("git.example.com", "git.lan")) {
                assertThat(refusal(member("https://" + name + "/git-odd")))
                        .as(address)
                        .contains("is an address inside this home or machine");
            }
        }
        assertNobodyInside("/git-odd");
    }

    @Test
    void aRepositoryCannotLeadTheHostIntoTheHome() throws Exception {
        outside.names(Map.of("git.example.com", ADDRESS));
        for (String inside :
                List.of(
                        "https://" + NAS,
                        "https://127.0.0.1",
                        "http://127.0.0.1",
                        "https://[::1]")) {
            String to = inside + "/led/info/refs?service=git-upload-pack";
            String url = "https://git.example.com/redirect-" + inside.hashCode();
            outside.redirect("/redirect-" + inside.hashCode(), to);
            for (JsonNode answer : List.of(member(url), admin(url))) {
                assertThat(refusal(answer))
                        .as(inside)
                        .containsAnyOf("inside this home or machine", "Redirection blocked");
            }
        }
        assertNobodyInside("/led");
    }

    @Test
    void aNameThatMovesIntoTheHomeIsNotFollowedThere() throws Exception {
        outside.names(Map.of("git.example.com", ADDRESS));
        String second = "https://git.example.com/moved/info/refs?service=git-upload-pack";
        outside.redirect("/first", second);
        outside.moveNames(Map.of("git.example.com", NAS));

        assertThat(refusal(member("https://git.example.com/first"))).contains("no Git repository");
        assertThat(outside.seen())
                .contains(ADDRESS + " 443 GET git.example.com /first/info/refs")
                .contains(ADDRESS + " 443 GET git.example.com /moved/info/refs");
        assertThat(refusal(member("https://git.example.com/later")))
                .contains("is an address inside this home or machine");
        assertNobodyInside("/first", "/moved", "/later");
    }

    @Test
    void anAdminMayNameAComputerAtHome() throws Exception {
        outside.names(Map.of("git.lan", NAS, "git.example.com", NAS));

        assertThat(refusal(admin("https://git.lan/at-home"))).contains("no Git repository");
        assertThat(outside.seen()).contains(NAS + " 443 GET git.lan /at-home/info/refs");
        assertThat(refusal(admin("https://" + NAS + "/at-home"))).contains("not secure");
        assertThat(refusal(admin("https://git.example.com/not-home")))
                .contains("is an address inside this home or machine");
        assertNobodyInside("/not-home");
    }

    private JsonNode member(String url) throws IOException {
        return member.call(SERVICES, "install", Map.of("sourceUrl", url));
    }

    private JsonNode admin(String url) throws IOException {
        return host.call(SERVICES, "install", Map.of("sourceUrl", url));
    }

    private static String refusal(JsonNode answer) {
        assertThat(answer.has("result")).as(answer.toString()).isFalse();
        return answer.at("/error/message").asText();
    }

    /// Neither the servers in the house nor those at home were asked for any of these paths.
    private void assertNobodyInside(String... paths) throws IOException {
        String atHome =
                outside.seen()
                        .lines()
                        .filter(line -> !line.startsWith(ADDRESS + " "))
                        .collect(Collectors.joining("\n"));
        for (String path : paths) {
            assertThat(outside.seenInHouse()).doesNotContain(path);
            assertThat(atHome).doesNotContain(path);
        }
    }
}
