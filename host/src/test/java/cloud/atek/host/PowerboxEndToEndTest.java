package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What services ask their owners for, and what these pick for them in the host's own dialog.
class PowerboxEndToEndTest extends PermissionsLab {

    @Test
    void aServiceAsksAndItsOwnerAnswers() throws Exception {
        Asker asker = Asker.install(host, dir, "asker", "ada", WANTS_ADB);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> first =
                    threads.submit(() ->
                            asker.asks(
                                    PERMISSIONS,
                                    "request",
                                    Map.of("api", ADB),
                                    Map.of("reason", "to\nkeep <b>it</b>")));
            Future<JsonNode> second =
                    threads.submit(() -> asker.asks(PERMISSIONS, "request", Map.of("api", ADB)));
            JsonNode request = request("asker");
            assertThat(request.path("sentence").asText()).startsWith("Keep data in databases");
            assertThat(call(bob, "requests").path("result")).isEmpty();
            String id = request.path("request").asText();
            assertThat(error(call(bob, "decide", id, Map.of("allow", true))))
                    .contains("Not authorized");
            assertThat(error(asker.asks(PERMISSIONS, "decide", id, Map.of("allow", true))))
                    .contains("Not authorized");

            JsonNode decided = call(ada, "decide", id, Map.of("allow", true));

            assertThat(decided.at("/result/what/api").asText()).isEqualTo(ADB);
            for (Future<JsonNode> each : List.of(first, second)) {
                assertThat(each.get().at("/result/state").asText()).isEqualTo("granted");
            }
        }
        assertThat(asker.asks(ADB, "dbList").has("result")).isTrue();
        assertThat(
                        asker.asks(PERMISSIONS, "request", Map.of("api", ADB))
                                .at("/result/state")
                                .asText())
                .isEqualTo("granted");
    }

    /// Waits until a service asks something.
    private JsonNode request(String service) throws Exception {
        var found = new JsonNode[1];
        await(() -> {
            for (JsonNode one : call(ada, "requests").path("result")) {
                if (one.path("id").asText().equals(service)) {
                    found[0] = one;
                }
            }
            return found[0] != null;
        });
        return found[0];
    }

    @Test
    void whatIsDeniedIsNotAskedAgainAndFewRequestsWait() throws Exception {
        Asker nag = Asker.install(host, dir, "nag", "ada", WANTS_ADB);
        Map<String, Object> soon = Map.of("atek-deadline-ms", "1000");
        List<Object> wish = List.of(Map.of("api", ADB));
        JsonNode pending = Asker.read(nag.does("ask", "api=" + PERMISSIONS, "request", wish, soon));
        assertThat(pending.at("/result/state").asText()).isEqualTo("pending");

        String id = request("nag").path("request").asText();
        assertThat(pending.at("/result/request").asText()).isEqualTo(id);
        assertThat(call(ada, "decide", id, Map.of("allow", false)).has("result")).isTrue();

        assertThat(
                        nag.asks(PERMISSIONS, "request", Map.of("api", ADB))
                                .at("/result/state")
                                .asText())
                .isEqualTo("denied");
        assertThat(error(call(ada, "decide", id, Map.of("allow", true))))
                .contains("Not authorized");
        for (int n = 0; n < 10; n++) {
            List<Object> other = List.of(Map.of("api", "example.com/n" + n));
            Map<String, Object> now = Map.of("atek-deadline-ms", "501");
            nag.does("ask", "api=" + PERMISSIONS, "request", other, now);
        }
        assertThat(error(nag.asks(PERMISSIONS, "request", Map.of("api", "example.com/more"))))
                .contains("10 requests of nag wait for its owner already");
    }

    @Test
    void aUserPicksWhoAnswersAServiceAndThatAlone() throws Exception {
        Asker.install(host, dir, "one", "ada", "");
        Asker two = Asker.install(host, dir, "two", "ada", "");
        Asker chooser = Asker.install(host, dir, "chooser", "ada", WANTS_ADB);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer =
                    threads.submit(() ->
                            chooser.asks(
                                    PERMISSIONS,
                                    "request",
                                    Map.of("pick", "provider", "api", "example.com/shared")));
            JsonNode request = request("chooser");
            assertThat(request.path("pick").asText()).isEqualTo("provider");
            assertThat(request.path("choices").findValuesAsText("name")).contains("one", "two");
            String id = request.path("request").asText();
            assertThat(error(call(ada, "decide", id, Map.of("allow", true, "choice", "nobody"))))
                    .contains("choices");
            call(ada, "decide", id, Map.of("allow", true, "choice", two.key()));
            assertThat(answer.get().at("/result/grant/what/provider").asText())
                    .isEqualTo(two.key());
        }

        JsonNode picked = chooser.asks("example.com/shared", "seen");

        assertThat(picked.path("result").has("atek-ticket")).isTrue();
        assertThat(error(chooser.asks("example.com/shared&service=one", "seen")))
                .startsWith("-32010");
        assertThat(chooser.asks("example.com/shared&service=two", "seen").has("result")).isTrue();
    }

    @Test
    void aUserPicksADatabaseOfAnotherService() throws Exception {
        Asker owner = Asker.install(host, dir, "owner", "ada", "");
        Asker reader = Asker.install(host, dir, "reader", "ada", WANTS_ADB);
        String db = owner.asks(ADB, "dbGetOrCreate", "album").at("/result/dbId").asText();
        String other = owner.asks(ADB, "dbGetOrCreate", "secret").at("/result/dbId").asText();
        owner.asks(ADB, "recordPut", db, "/a", Map.of("n", 7));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer =
                    threads.submit(
                            () -> reader.asks(PERMISSIONS, "request", Map.of("pick", "database")));
            JsonNode request = request("reader");
            assertThat(request.path("choices").findValuesAsText("name"))
                    .contains("album of owner", "secret of owner");
            String id = request.path("request").asText();
            call(ada, "decide", id, Map.of("allow", true, "choice", db));
            assertThat(answer.get().at("/result/grant/what/database").asText()).isEqualTo(db);
        }

        assertThat(reader.asks(ADB, "recordGet", db, "/a").at("/result/value/n").asInt())
                .isEqualTo(7);
        assertThat(error(reader.asks(ADB, "recordGet", other, "/a"))).startsWith("-32010");
        assertThat(error(reader.asks(ADB, "recordMerge", List.of(db, other), "/")))
                .startsWith("-32010");
        assertThat(error(reader.asks(ADB, "dbList"))).startsWith("-32010");
        assertThat(error(reader.asks(ADB, "adminDeleteDb", db))).startsWith("-32010");
    }

    @Test
    void aPickedFolderIsAGrant() throws Exception {
        Asker album = Asker.install(host, dir, "album", "ada", WANTS_ADB);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Object> wish = Map.of("pick", "folder", "access", "write");
            Future<JsonNode> answer =
                    threads.submit(() -> album.asks(PERMISSIONS, "request", wish));
            JsonNode request = request("album");
            String id = request.path("request").asText();
            assertThat(error(call(ada, "decide", id, Map.of("allow", true, "choice", "../x"))))
                    .contains("choices");
            call(ada, "decide", id, Map.of("allow", true, "choice", "holiday"));
            // It may have been started anew before it could pass the answer on.
            answer.cancel(false);
        }
        assertThat(rights("album").at("/grants/0/what/folder").asText()).isEqualTo("holiday");
        assertThat(rights("album").at("/grants/0/what/access").asText()).isEqualTo("write");
    }
}
