package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A host that is root gives each service a user of the system for itself, whose files nobody else
/// can read, whatever else may fail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnUserEndToEndTest {

    private static final String PERMISSIONS = "atek.cloud/permissions-api";
    private static final List<String> NAMES = List.of("left", "right", "reader");

    /// Reads and writes the files that it is asked for.
    private static final String SCRIPT =
            """
            const fs = require('fs');
            require('http').createServer((request, answer) => {
              const url = new URL(request.url, 'http://x');
              const path = url.searchParams.get('path');
              const text = url.searchParams.get('text');
              try {
                if (url.pathname === '/say') return answer.end(String(fs.writeFileSync(path, text)));
                if (url.pathname === '/write') fs.appendFileSync(path, text);
                answer.end(url.pathname === '/who'
                    ? process.getuid() + ' ' + require('os').userInfo().username
                    : path ? fs.readFileSync(path, 'utf8') : 'here');
              } catch (e) {
                answer.end('refused: ' + e.code);
              }
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private Path home;
    private Path packages;
    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        packages = dir;
        home = TestHost.freshHome();
        host = TestHost.up(home);
        for (String name : NAMES) {
            install(name);
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private NodeService install(String name) throws Exception {
        Path folder = Files.createDirectories(packages.resolve(name));
        Files.writeString(folder.resolve("index.js"), SCRIPT);
        Files.writeString(folder.resolve("atek.json"), "{\"runtime\": \"node\"}");
        JsonNode answer =
                host.call(
                        "atek.cloud/services-api",
                        "install",
                        Map.of("sourceUrl", "file://" + folder, "id", name));
        assertThat(answer.has("result")).as("%s", answer).isTrue();
        return NodeService.of(host, name);
    }

    private NodeService service(String name) {
        return NodeService.of(host, name);
    }

    private Path data(String name) throws IOException {
        return home.resolve("data").resolve(service(name).info().path("key").asText());
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    /// The user whose processes those of a service are, as the kernel says.
    private int user(String name) throws IOException {
        return owner(Path.of("/proc", Long.toString(service(name).pid())));
    }

    private String ask(String name, String path) throws IOException {
        return service(name).get(path, Map.of()).body();
    }

    private void restarted(String name) throws Exception {
        assertThat(service(name).tell("restart").toString()).contains("result");
        service(name).until("running");
    }

    @Test
    @Order(1)
    void eachRunsAsAUserOfItsOwn() throws Exception {
        List<Integer> users =
                Stream.concat(NAMES.stream(), Stream.of("core.adb"))
                        .map(name -> {
                            try {
                                return user(name);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        })
                        .toList();

        assertThat(users).doesNotHaveDuplicates().allMatch(user -> user >= 1_900_000_000);
        for (String name : NAMES) {
            JsonNode info = service(name).info();
            assertThat(info.at("/protection/layers").toString()).contains("uid");
            assertThat(info.at("/protection/missing").toString()).doesNotContain("ordinary-user");
            assertThat(ask(name, "/who")).isEqualTo(user(name) + " atek");
            assertThat(ask(name, "/say?path=/dev/stdout&text=aloud")).doesNotContain("refused");
            assertThat(ask(name, "/read?path=/proc/self/status"))
                    .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                    .contains("CapPrm:\t0000000000000000", "NoNewPrivs:\t1", "Groups:\t \n");
        }
    }

    @Test
    @Order(2)
    void noOtherCanReadItsFilesWhereverItMayLook() throws Exception {
        assertThat(ask("left", "/write?path=/data/own&text=mine")).isEqualTo("mine");
        assertThat(owner(data("left"))).isEqualTo(user("left"));
        assertThat(owner(data("left").resolve("own"))).isEqualTo(user("left"));
        for (Path open : List.of(home, home.resolve("data"), home.resolve("run"))) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
        }
        String own = data("left").resolve("own").toString();
        List<String> secrets =
                List.of(own, home.resolve("config.json").toString(), home + "/atek.lock");

        for (String secret : secrets) {
            assertThat(as(user("right"), "/usr/bin/cat", secret)).contains("Permission denied");
        }
        assertThat(as(user("right"), "/usr/bin/ls", home + "/data")).contains("Permission denied");
        assertThat(as(user("left"), "/usr/bin/cat", own)).isEqualTo("mine");
    }

    /// Runs a program outside of every sandbox.
    private static String as(int user, String... command) {
        var all =
                Stream.concat(
                                Stream.of(
                                        "setpriv",
                                        "--reuid=" + user,
                                        "--regid=" + user,
                                        "--clear-groups"),
                                Stream.of(command))
                        .toList();
        return Run.of(all, Map.of("LC_ALL", "C")).out();
    }

    @Test
    @Order(3)
    void whatItHadBeforeBecomesItsOwnAlsoWhenThatWasCutShort() throws Exception {
        int user = user("left");
        service("left").tell("stop");
        Path deep = Files.createDirectories(data("left").resolve("a/b"));
        Files.writeString(deep.resolve("old"), "old");
        Files.setPosixFilePermissions(
                deep.resolve("old"), PosixFilePermissions.fromString("rw-------"));
        // As a host had it that knew no users, or was killed when some were changed.
        own(data("left"), 0);
        own(data("left").resolve("a"), user);
        service("left").tell("start");

        assertThat(ask("left", "/write?path=/data/a/b/old&text=+new")).isEqualTo("old new");
        assertThat(owner(deep.resolve("old"))).isEqualTo(user);
        assertThat(owner(data("left"))).isEqualTo(user);
    }

    private static void own(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user);
    }

    @Test
    @Order(4)
    void aFolderOfAPersonIsForAllThatWereGrantedIt() throws Exception {
        for (String name : NAMES) {
            var what =
                    Map.of("folder", "shared", "access", name.equals("reader") ? "read" : "write");
            JsonNode said = host.call(PERMISSIONS, "grant", name, List.of(what), Map.of());
            assertThat(said.has("result")).as("%s", said).isTrue();
            restarted(name);
        }
        String write = "/write?path=/folders/shared/list&text=";

        assertThat(ask("left", write + "milk")).isEqualTo("milk");
        assertThat(ask("right", write + "+eggs")).isEqualTo("milk eggs");
        assertThat(ask("left", write + "+tea")).isEqualTo("milk eggs tea");
        assertThat(ask("reader", "/read?path=/folders/shared/list")).isEqualTo("milk eggs tea");
        assertThat(ask("reader", write + "+rum")).isEqualTo("refused: EROFS");
    }

    @Test
    @Order(5)
    void aFolderThatOnlyRootReadsIsRunAsItWas() throws Exception {
        NodeService closed = install("closed");
        Files.setPosixFilePermissions(
                packages.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        restarted("closed");

        assertThat(closed.info().at("/protection/layers").toString()).doesNotContain("uid");
        assertThat(ask("closed", "/write?path=/data/own&text=mine")).isEqualTo("mine");
        assertThat(owner(data("closed").resolve("own"))).isZero();

        Files.setPosixFilePermissions(
                packages.resolve("closed"), PosixFilePermissions.fromString("rwxr-xr-x"));
        restarted("closed");
        assertThat(user("closed")).isGreaterThan(0);
        assertThat(ask("closed", "/write?path=/data/own&text=+still")).isEqualTo("mine still");
    }

    @Test
    @Order(6)
    void theNextHostKnowsThemAll() throws Exception {
        List<Integer> before = List.of(user("left"), user("right"), user("core.adb"));
        host.close();
        host = TestHost.up(home);
        service("left").until("running");
        service("right").until("running");

        assertThat(List.of(user("left"), user("right"), user("core.adb"))).isEqualTo(before);
        assertThat(ask("left", "/read?path=/data/own")).isEqualTo("mine");
    }
}
