package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Sse;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.testkit.WithoutWebSocket;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Two homes with a workspace between them.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarthstarEndToEndTest {

    private static final String API = "atek.cloud/earthstar-api";
    private static final String NAME = "core.earthstar.localhost";
    private static final Map<String, Object> PUBLISHED = Map.of("published", true);

    private static final int PHOTOS = 20;

    private TestHost here;
    private TestHost there;

    @BeforeAll
    void start() throws Exception {
        here = TestHost.up(TestHost.freshHome());
        Path home = TestHost.freshHome();
        Files.writeString(home.resolve("config.json"), "{\"sandbox\": \"none\"}");
        there = TestHost.up(home);
    }

    @AfterAll
    void stop() {
        here.close();
        there.close();
    }

    @Test
    @Order(1)
    void itSleepsUntilSomebodyAsks() throws Exception {
        assertThat(service(here).path("state").asText()).isEqualTo("stopped");
        assertThat(service(here).path("status").asText()).isEqualTo("active");
        // Nobody wakes it up from outside, or learns anything.
        assertThat(documents(here.port(), "+garden.abc").statusCode()).isEqualTo(401);

        String workspace = create(here);
        String suzy = keypair(here, "suzy");
        JsonNode written = set(here, workspace, suzy, "/wiki/Flowers", "pretty");
        assertThat(written.path("format").asText()).isEqualTo("es.4");
        assertThat(written.path("signature").asText()).hasSize(104);
        assertThat(value(here, workspace, "/wiki/Flowers")).isEqualTo("pretty");
        assertThat(result(here, "authorList", workspace).path("authors").toString()).contains(suzy);
        assertThat(running(here)).isTrue();
    }

    @Test
    void whatIsNotPublishedIsNotThere() throws Exception {
        String workspace = create(here);
        set(here, workspace, keypair(here, "suzy"), "/a", "text");
        assertThat(documents(here.port(), workspace).statusCode()).isEqualTo(404);
        assertThat(documents(here.port(), "+nobody.knows").statusCode()).isEqualTo(404);

        configure(here, workspace, Map.of("published", true, "readOnly", true));
        assertThat(documents(here.port(), workspace).body()).contains("\"/a\"");
        assertThat(discoverable(here)).doesNotContain(workspace);
        configure(here, workspace, Map.of("discoverable", true));
        assertThat(discoverable(here)).contains(workspace);
        assertThat(push(here, workspace).statusCode()).isEqualTo(403);

        configure(here, workspace, Map.of("published", false));
        assertThat(documents(here.port(), workspace).statusCode()).isEqualTo(404);
        assertThat(discoverable(here)).doesNotContain(workspace);
    }

    @Test
    void nothingButThePublishedPathsIsOpen() throws Exception {
        String workspace = create(here);
        configure(here, workspace, PUBLISHED);
        for (String path :
                List.of(
                        "/",
                        "/_api/earthstar",
                        "/earthstar-api/../_api/earthstar",
                        "/earthstar-api/%2e%2e/_api/earthstar",
                        "/%65arthstar-api/v1/" + workspace + "/documents",
                        "/earthstar-api")) {
            assertThat(here.browser().get(NAME, path, Map.of()).statusCode())
                    .as(path)
                    .isIn(400, 401);
        }
        assertThat(
                        here.browser()
                                .get(
                                        "core.adb.localhost",
                                        "/earthstar-api/v1/" + workspace + "/documents",
                                        Map.of())
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        here.browser()
                                .post(
                                        NAME,
                                        "/earthstar-api/v1/x/documents",
                                        "[]",
                                        Map.of(
                                                "Atek-Auth-User", "system",
                                                "Atek-Auth-Service", "system",
                                                "Content-Type", "application/json"))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void twoHomesHaveTheSameAfterASyncWithAndWithoutAWebSocket() throws Exception {
        String workspace = create(here);
        configure(here, workspace, PUBLISHED);
        String suzy = keypair(here, "suzy");
        String anna = keypair(there, "anna");
        result(there, "workspaceJoin", workspace);
        for (int i = 0; i < 30; i++) {
            set(here, workspace, suzy, "/here/" + i, "text " + i);
            set(there, workspace, anna, "/there/" + i, "text " + i);
        }

        JsonNode live = result(there, "sync", workspace, url(here.port()));
        assertThat(live.path("how").asText()).isEqualTo("live");
        assertThat(live.path("sent").asInt()).isEqualTo(30);
        assertThat(live.path("received").asInt()).isEqualTo(30);
        assertThat(all(there, workspace)).hasSize(60).isEqualTo(all(here, workspace));
        assertThat(result(there, "sync", workspace, url(here.port())).path("bytes").asInt())
                .isLessThan(300);

        set(here, workspace, suzy, "/here/more", "more");
        set(there, workspace, anna, "/there/more", "more");
        try (var proxy = new WithoutWebSocket(here.port())) {
            JsonNode pub = result(there, "sync", workspace, url(proxy.port()));
            assertThat(pub.path("how").asText()).isEqualTo("pub");
            assertThat(pub.path("sent").asInt()).isEqualTo(1);
            assertThat(pub.path("received").asInt()).isEqualTo(1);
        }
        assertThat(all(there, workspace)).hasSize(62).isEqualTo(all(here, workspace));
    }

    @Test
    void peersStayConnectedAndComeBackAfterAKillInMidSync() throws Exception {
        String workspace = create(here);
        configure(here, workspace, PUBLISHED);
        String suzy = keypair(here, "suzy");
        String long1M = "x".repeat(1_000_000);
        for (int i = 0; i < PHOTOS; i++) {
            set(here, workspace, suzy, "/photos/" + i, long1M);
        }
        set(here, workspace, suzy, "/wiki/a", "a");
        result(there, "workspaceJoin", workspace);
        String anna = keypair(there, "anna");
        set(there, workspace, anna, "/wiki/b", "kept");
        result(there, "peerSet", workspace, Map.of("url", url(here.port()), "live", true));
        until(() -> documentCount(there, workspace) > 1);
        there.kill();
        there = TestHost.up(there.home());
        // Nobody asks for anything: it goes on by itself.
        assertThat(running(there)).isTrue();
        until(() -> documentCount(here, workspace) == PHOTOS + 2);
        until(() -> documentCount(there, workspace) == PHOTOS + 2);
        assertThat(all(there, workspace)).isEqualTo(all(here, workspace));

        try (var heard = Sse.open(there, API, "subscribe", workspace)) {
            assertThat(heard.next().name()).isEqualTo("live");
            set(here, workspace, suzy, "/wiki/news", "from here");
            JsonNode news = heard.next().data();
            assertThat(news.path("document").path("content").asText()).isEqualTo("from here");
            assertThat(news.path("local").asBoolean()).isFalse();
        }
        set(there, workspace, anna, "/wiki/answer", "from there");
        until(() -> "from there".equals(value(here, workspace, "/wiki/answer")));
        assertThat(peer(workspace).path("connected").asBoolean()).isTrue();

        // Who is not welcome any more is sent away.
        configure(here, workspace, Map.of("published", false));
        until(() -> !peer(workspace).path("connected").asBoolean());
        result(there, "peerRemove", workspace, url(here.port()));
    }

    private JsonNode peer(String workspace) throws IOException {
        return result(there, "workspaceGet", workspace).path("peers").path(0);
    }

    @Test
    void homesSyncByTheClockAndInPart() throws Exception {
        String workspace = create(here);
        configure(here, workspace, PUBLISHED);
        String suzy = keypair(here, "suzy");
        set(here, workspace, suzy, "/wiki/a", "a");
        set(here, workspace, suzy, "/photos/a", "a");
        result(there, "workspaceJoin", workspace);
        result(
                there,
                "peerSet",
                workspace,
                Map.of("url", url(here.port()), "everySeconds", 10, "paths", List.of("/wiki/")));
        until(() -> documentCount(there, workspace) == 1);
        set(here, workspace, suzy, "/wiki/b", "b");
        until(() -> documentCount(there, workspace) == 2);
        assertThat(value(there, workspace, "/photos/a")).isNull();
        result(there, "peerRemove", workspace, url(here.port()));
        assertThat(result(there, "workspaceGet", workspace).path("peers")).isEmpty();
    }

    @Test
    void theCommandLineDoesItAll() throws Exception {
        String author = cli(here, "keygen", "zack").strip();
        assertThat(author).startsWith("@zack.b");
        String workspace = result(here, "workspaceCreate", "orchard").path("workspace").asText();
        configure(here, workspace, Map.of("published", true, "readOnly", true));
        assertThat(cli(here, "set", "orchard", "/wiki/Trees", "tall", "--as", "zack"))
                .isEqualTo("Wrote /wiki/Trees as zack.\n");
        assertThat(cli(here, "query", "orchard", "--path", "/wiki/"))
                .contains("PATH", "/wiki/Trees", "zack", "tall");
        String ls = cli(here, "ls");
        assertThat(ls).contains(workspace.substring(0, 20), author, "to read");
        assertThat(ls.lines()).allMatch(line -> line.length() <= 80);

        result(there, "workspaceJoin", workspace);
        assertThat(cli(there, "sync", "orchard", url(here.port())))
                .isEqualTo("Sent 0 and received 1 documents.\n");
        Path file = Files.createTempDirectory("orchard").resolve("orchard.jsonl");
        assertThat(cli(there, "export", "orchard", file.toString()))
                .startsWith("Wrote 1 documents to");
        result(there, "workspaceLeave", workspace);
        assertThat(cli(there, "import", file.toString())).startsWith("Took 1 documents; 0 were");
        assertThat(cli(there, "get", "orchard", "/wiki/Trees", "--json"))
                .contains("\"signature\"", author);
    }

    private static String cli(TestHost host, String... words) {
        var all = new ArrayList<>(List.of("earthstar"));
        all.addAll(List.of(words));
        Run run = host.cli(all.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s: %s", all, run.out()).isZero();
        return run.out();
    }

    @Test
    void wrongWordsAreToldInASentence() throws Exception {
        assertThat(refusal(here, "workspaceJoin", "garden"))
                .isEqualTo(
                        "Refused: the address of the workspace must start with @ for an author, + for a workspace");
        assertThat(refusal(here, "documentGet", "+not.joined", "/a"))
                .startsWith("This workspace is not joined here");
        String workspace = create(here);
        assertThat(refusal(here, "sync", workspace, "ftp://x")).contains("is no address of a peer");
        assertThat(refusal(here, "sync", workspace, "http://localhost:1"))
                .startsWith(
                        "The sync did not come to its end: http://localhost:1 cannot be reached");
        assertThat(refusal(here, "workspaceConfigure", workspace, Map.of("bytesMax", 0)))
                .isEqualTo("\"bytesMax\" wants 1 to 8589934592, not 0");
        String suzy = keypair(here, "suzy");
        configure(here, workspace, Map.of("documentsMax", 1));
        set(here, workspace, suzy, "/a", "1");
        var draft = Map.of("author", suzy, "path", "/b", "content", "2");
        assertThat(refusal(here, "documentSet", workspace, draft))
                .isEqualTo("Refused: the workspace keeps at most 1 documents here");
        result(here, "workspaceLeave", workspace);
        assertThat(refusal(here, "workspaceGet", workspace)).startsWith("This workspace is not");
    }

    private static String url(int port) {
        return "http://" + NAME + ":" + port;
    }

    private static String create(TestHost host) throws IOException {
        return result(host, "workspaceCreate", "garden").path("workspace").asText();
    }

    private static String keypair(TestHost host, String name) throws IOException {
        return result(host, "keypairCreate", name).path("author").asText();
    }

    private static void configure(TestHost host, String workspace, Map<String, Object> options)
            throws IOException {
        result(host, "workspaceConfigure", workspace, options);
    }

    private static JsonNode set(
            TestHost host, String workspace, String author, String path, String content)
            throws IOException {
        return result(
                host,
                "documentSet",
                workspace,
                Map.of("author", author, "path", path, "content", content));
    }

    private static String value(TestHost host, String workspace, String path) throws IOException {
        return result(host, "documentGet", workspace, path).path("content").textValue();
    }

    private static int documentCount(TestHost host, String workspace) throws IOException {
        return result(host, "workspaceGet", workspace).path("documents").asInt();
    }

    private static List<String> all(TestHost host, String workspace) throws IOException {
        var all = new ArrayList<String>();
        Object after = null;
        while (all.isEmpty() || after != null) {
            var query = new HashMap<String, Object>(Map.of("history", "all", "limit", 25));
            if (after != null) {
                query.put("after", after);
            }
            JsonNode page = result(host, "documentQuery", workspace, query);
            page.path("documents").forEach(document -> all.add(document.toString()));
            after = page.hasNonNull("after") ? page.path("after") : null;
        }
        return all;
    }

    private static JsonNode result(TestHost host, String method, Object... params)
            throws IOException {
        JsonNode answer = host.call(API, method, params);
        assertThat(answer.path("error").toString()).as(method).isEmpty();
        return answer.path("result");
    }

    private static String refusal(TestHost host, String method, Object... params)
            throws IOException {
        return host.call(API, method, params).path("error").path("message").asText();
    }

    private static JsonNode service(TestHost host) throws IOException {
        for (JsonNode each :
                host.call("atek.cloud/services-api", "list").path("result").path("services")) {
            if (each.path("settings").path("id").asText().equals("core.earthstar")) {
                return each;
            }
        }
        throw new AssertionError("no core.earthstar");
    }

    private static boolean running(TestHost host) throws IOException {
        return service(host).path("state").asText().equals("running");
    }

    private static HttpResponse<String> documents(int port, String workspace) throws IOException {
        return new Http(port).get(NAME, "/earthstar-api/v1/" + workspace + "/documents", Map.of());
    }

    private static HttpResponse<String> push(TestHost host, String workspace) throws IOException {
        return host.browser()
                .post(
                        NAME,
                        "/earthstar-api/v1/" + workspace + "/documents",
                        "[]",
                        Map.of("Content-Type", "application/json"));
    }

    private static String discoverable(TestHost host) throws IOException {
        return host.browser().get(NAME, "/earthstar-api/v1/workspaces", Map.of()).body();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
