package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What services may do: what they say they need, what they are refused, are granted and have for a
/// while, and what their owners pick for them. Each claim has services of its own.
class PermissionsEndToEndTest extends PermissionsLab {

    @Test
    void whatAServiceNeedsIsToldAndNotGiven() throws Exception {
        Asker notes = Asker.install(host, dir, "notes", "ada", WANTS_ADB);

        JsonNode rights = rights("notes");

        assertThat(rights.path("declared").asBoolean()).isTrue();
        assertThat(rights.path("wants")).hasSize(4);
        assertThat(rights.findValuesAsText("granted")).containsOnly("false");
        assertThat(rights.at("/wants/0/sentence").asText())
                .isEqualTo("Keep data in databases of its own (atek.cloud/adb-api).");
        assertThat(rights.at("/wants/0/reason").asText()).isEqualTo("It keeps your notes.");
        assertThat(rights.at("/wants/1/sentence").asText()).contains("api.example.com at port 443");
        assertThat(rights.at("/devices/0").asText()).isEqualTo("camera");
        assertThat(error(notes.asks(ADB, "dbList")))
                .startsWith("-32010 notes lacks the permission to call dbList")
                .contains("atek grant notes atek.cloud/adb-api");
        assertThat(notes.asks("atek.cloud/inspect-api", "isReady").path("result").asBoolean())
                .as("what every service may")
                .isTrue();
        assertThat(notes.asks("example.com/notes", "kept").has("result"))
                .as("what it exports itself")
                .isTrue();
    }

    @Test
    void whatIsGrantedIsThereAtOnceAndTakenBackAtOnce() throws Exception {
        Asker diary = Asker.install(host, dir, "diary", "ada", WANTS_ADB);

        String key = grant("diary", Map.of("api", ADB, "methods", List.of("dbList")));

        assertThat(diary.asks(ADB, "dbList").path("result").isArray()).isTrue();
        assertThat(error(diary.asks(ADB, "dbCreate"))).startsWith("-32010");
        assertThat(rights("diary").at("/wants/0/granted").asBoolean())
                .as("a part is not all that it wants")
                .isFalse();
        assertThat(rights("diary").at("/grants/0/sentence").asText())
                .isEqualTo("Call dbList of atek.cloud/adb-api.");
        assertThat(rights("diary").at("/grants/0/grantedBy").asText()).isEqualTo("ada");

        assertThat(call(ada, "revoke", "diary", key).has("result")).isTrue();

        assertThat(error(diary.asks(ADB, "dbList"))).startsWith("-32010");
        assertThat(call(ada, "revoke", "diary", key).has("result")).isTrue();
    }

    @Test
    void whatIsAgreedAtTheInstallationIsThereFromTheStart() throws Exception {
        Asker agreed = Asker.install(host, dir, "agreed", "ada", WANTS_ADB, Map.of("api", ADB));

        assertThat(agreed.asks(ADB, "dbList").path("result").isArray()).isTrue();
        assertThat(rights("agreed").at("/wants/0/granted").asBoolean()).isTrue();
        assertThat(rights("agreed").at("/wants/1/granted").asBoolean()).isFalse();
    }

    @Test
    void aGrantIsNarrowedToAPath() throws Exception {
        Asker todo = Asker.install(host, dir, "todo", "ada", WANTS_ADB);
        grant("todo", Map.of("api", ADB, "prefix", "/lists"));
        String db = todo.asks(ADB, "dbGetOrCreate", "main").at("/result/dbId").asText();
        Map<String, Integer> value = Map.of("n", 1);

        assertThat(todo.asks(ADB, "recordPut", "main", "/lists/a", value).has("result")).isTrue();
        assertThat(todo.asks(ADB, "recordGet", db, List.of("lists", "a")).has("result")).isTrue();
        assertThat(todo.asks(ADB, "recordQuery", db, Map.of("path", "lists")).has("result"))
                .isTrue();
        for (Object path :
                List.of(
                        "/other/a",
                        "/",
                        "",
                        "/lists2/a",
                        "//other//lists",
                        List.of("lists/a"),
                        List.of(),
                        "%6cists/a")) {
            assertThat(error(todo.asks(ADB, "recordPut", db, path, value)))
                    .as("%s", path)
                    .startsWith("-32010 todo may call recordPut of atek.cloud/adb-api only for");
        }
    }

    @Test
    void aNarrowGrantIsNoWayAround() throws Exception {
        Asker todo = Asker.install(host, dir, "narrow", "ada", WANTS_ADB);
        grant("narrow", Map.of("api", ADB, "prefix", "/lists"));
        String db = todo.asks(ADB, "dbGetOrCreate", "main").at("/result/dbId").asText();
        Map<String, Integer> value = Map.of("n", 1);

        assertThat(error(todo.asks(ADB, "recordList", db))).startsWith("-32010");
        assertThat(error(todo.asks(ADB, "recordQuery", db, Map.of()))).startsWith("-32010");
        assertThat(error(todo.asks(ADB, "watch", db, Map.of("path", "/")))).startsWith("-32010");
        assertThat(error(todo.asks(ADB, "compact", db))).startsWith("-32010");
        assertThat(error(todo.asks(ADB, "dbConfigure", db, Map.of("access", "public"))))
                .startsWith("-32010");
        var mixed =
                List.of(
                        Map.of("op", "put", "path", "/lists/b", "value", value),
                        Map.of("op", "put", "path", "/other", "value", value));
        assertThat(error(todo.asks(ADB, "batch", db, mixed))).startsWith("-32010");
        assertThat(todo.asks(ADB, "batch", db, mixed.subList(0, 1)).has("result")).isTrue();
        JsonNode named =
                Asker.read(
                        todo.does(
                                "raw",
                                "api=" + ADB,
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"recordGet\","
                                        + "\"params\":{\"dbId\":\"main\",\"path\":\"/other\"}}"));
        assertThat(named.has("error")).isTrue();
    }

    @Test
    void aServiceThatDoesNotSayMayUseEverythingUntilItIsLimited() throws Exception {
        Asker old = Asker.install(host, dir, "old", "ada", "");

        assertThat(rights("old").path("limited").asBoolean()).isFalse();
        assertThat(rights("old").path("sentence").asText())
                .startsWith("It does not say what it needs: it may use everything of yours");
        assertThat(old.asks(ADB, "dbList").has("result")).isTrue();

        call(ada, "revoke", "old");

        assertThat(rights("old").path("limited").asBoolean()).isTrue();
        assertThat(error(old.asks(ADB, "dbList"))).startsWith("-32010");
        host.call(ada, sameOrigin(), SERVICES, "setPermissions", "old");
        assertThat(old.asks(ADB, "dbList").has("result")).isTrue();
    }

    @Test
    void aGrantEndsWithItsTime() throws Exception {
        Asker guest = Asker.install(host, dir, "guest", "ada", WANTS_ADB);
        String soon = Instant.now().plusSeconds(4).toString();
        JsonNode given =
                call(ada, "grant", "guest", List.of(Map.of("api", ADB)), Map.of("expires", soon));
        assertThat(given.at("/result/0/expires").asText()).startsWith(soon.substring(0, 19));
        assertThat(guest.asks(ADB, "dbList").has("result")).isTrue();

        await(() -> error(guest.asks(ADB, "dbList")).startsWith("-32010"));

        await(() -> rights("guest").path("grants").isEmpty());
        assertThat(error(call(ada, "grant", "guest", List.of(), Map.of("expires", "soon"))))
                .contains("2030-01-31T12:00:00Z");
        assertThat(
                        error(
                                call(
                                        ada,
                                        "grant",
                                        "guest",
                                        List.of(),
                                        Map.of("expires", "2020-01-31T12:00:00Z"))))
                .contains("over already");
    }

    @Test
    void openStreamsEndWhenAGrantIsTakenBack() throws Exception {
        Asker talker = Asker.install(host, dir, "talker", "ada", "");
        Asker ear = Asker.install(host, dir, "ear", "ada", WANTS_ADB);
        String adb = grant("ear", Map.of("api", ADB));
        String live = grant("ear", Map.of("api", "example.com/" + talker.id() + "-live"));
        ear.asks(ADB, "dbGetOrCreate", "main");
        int watch = ear.does("open", "api=" + ADB, "watch", List.of("main")).asInt();
        int events =
                ear.does("open", "api=atek.cloud/services-api", "logs", List.of("ear")).asInt();
        await(() -> ear.does("stream", watch).path("pieces").asInt() > 0);
        assertThat(ear.does("stream", events).path("pieces").asInt()).isLessThan(2);

        call(ada, "revoke", "ear", adb);

        await(() -> ear.does("stream", watch).path("ended").asBoolean());
        assertThat(call(ada, "revoke", "ear", live).has("result")).isTrue();
    }

    @Test
    void anOpenWebSocketEndsWhenItsGrantIsTakenBack() throws Exception {
        Asker caster = Asker.install(host, dir, "caster", "ada", "");
        Asker viewer = Asker.install(host, dir, "viewer", "ada", WANTS_ADB);
        String live = "example.com/" + caster.id() + "-live";
        assertThat(viewer.does("socket", "api=" + live).asInt()).isEqualTo(-403);
        String key = grant("viewer", Map.of("api", live));
        int cast = viewer.does("socket", "api=" + live).asInt();
        int own = viewer.does("socket", "api=example.com/viewer-live").asInt();
        await(() -> viewer.does("stream", cast).path("pieces").asInt() > 0);

        call(ada, "revoke", "viewer", key);
        long revoked = System.currentTimeMillis();

        await(() -> viewer.does("stream", cast).path("ended").asBoolean());
        System.out.printf(
                "a WebSocket ended %d ms after its grant%n",
                viewer.does("stream", cast).path("endedAt").asLong() - revoked);
        assertThat(viewer.does("socket", "api=" + live).asInt()).isEqualTo(-403);
        int pieces = viewer.does("stream", own).path("pieces").asInt();
        await(() -> viewer.does("stream", own).path("pieces").asInt() > pieces);
        assertThat(viewer.does("stream", own).path("ended").asBoolean())
                .as("what it may still")
                .isFalse();
    }

    @Test
    void nobodyGrantsForAnother() throws Exception {
        Asker mine = Asker.install(host, dir, "mine", "ada", WANTS_ADB);
        Object all = List.of(Map.of("api", ADB));

        assertThat(error(call(bob, "list", "mine"))).contains("Not authorized");
        assertThat(error(call(bob, "grant", "mine", all))).contains("Not authorized");
        assertThat(error(call(bob, "revoke", "mine"))).contains("Not authorized");
        assertThat(call(bob, "list").path("result").findValuesAsText("id")).doesNotContain("mine");
        assertThat(error(mine.asks(PERMISSIONS, "grant", "mine", all))).contains("Not authorized");
        assertThat(error(mine.asks(PERMISSIONS, "decide", "x", Map.of("allow", true))))
                .contains("Not authorized");
        assertThat(mine.asks(PERMISSIONS, "list").path("result")).hasSize(1);
        JsonNode why = mine.asks(PERMISSIONS, "explain", "mine", Map.of("api", ADB));
        assertThat(why.at("/result/allowed").asBoolean(true)).isFalse();
        assertThat(why.at("/result/how").asText()).isEqualTo("atek grant mine " + ADB);
        assertThat(error(call(ada, "grant", "mine", List.of(Map.of("host", "*")))))
                .contains("want a host");
        assertThat(error(call(ada, "grant", "core.adb", all))).contains("Not authorized");
        assertThat(error(host.call(PERMISSIONS, "grant", "core.adb", all)))
                .contains("belongs to the host");
    }

    @Test
    void anUpdateThatWantsMoreRunsWithoutIt() throws Exception {
        try (var source = GitPackage.create(dir, "grower")) {
            source.write("index.js", Asker.script())
                    .write("atek.json", Asker.manifest("grower", "{}"))
                    .release("1.0.0");
            host.cli("install", source.bare().toString(), "--user", "ada", "--id", "grower");
            source.write("atek.json", Asker.manifest("grower", WANTS_ADB)).release("2.0.0");

            JsonNode updated = host.call(ada, sameOrigin(), SERVICES, "updatePackage", "grower");

            assertThat(updated.at("/result/installedVersion").asText()).isEqualTo("2.0.0");
            assertThat(updated.at("/result/newWants")).hasSize(4);
            assertThat(updated.at("/result/newWants/0/what/api").asText()).isEqualTo(ADB);
            Asker grower = Asker.of(host, "grower");
            assertThat(error(grower.asks(ADB, "dbList"))).startsWith("-32010");

            source.write("atek.json", Asker.manifest("grower", "")).release("3.0.0");
            host.call(ada, sameOrigin(), SERVICES, "updatePackage", "grower");
            assertThat(error(grower.asks(ADB, "dbList")))
                    .as("who says nothing any more gets no more by it")
                    .startsWith("-32010");
        }
    }

    @Test
    void aJavaServiceIsAskedTheSame() throws Exception {
        Path folder = Path.of("src/test/resources/cloud/atek/host/teller");
        String manifest = Files.readString(folder.resolve("atek.json"));
        try (var teller =
                GitPackage.create(dir, "speaker")
                        .copy(folder)
                        .write(
                                "atek.json",
                                manifest.replace(
                                        "\"name\"", "\"permissions\": " + WANTS_ADB + ", \"name\""))
                        .release("1.0.0")) {
            Run install =
                    host.cli(
                            "install",
                            teller.bare().toString(),
                            "--user",
                            "ada",
                            "--id",
                            "speaker");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
        assertThat(spoken()).contains("-32010", "speaker lacks the permission to call dbList");

        grant("speaker", Map.of("api", ADB));

        assertThat(spoken()).contains("\"result\":[]");
        itActsForItsCaller();
        itsHeapGrowsWithTheMemoryThatItIsGranted();
    }

    private void itActsForItsCaller() throws IOException {
        String api = "example.com/teller&service=speaker";
        Asker visitor = Asker.install(host, dir, "guided", "ada", WANTS_ADB);
        grant("guided", Map.of("api", "example.com/teller"));
        visitor.asks(ADB, "dbGetOrCreate", "mine");
        assertThat(visitor.asks(api, "databasesOfCaller").path("result").asText())
                .startsWith("guided lacks the permission to call dbList")
                .endsWith("(the call is on its behalf)");

        grant("guided", Map.of("api", ADB));
        assertThat(visitor.asks(api, "databasesOfCaller").path("result").asText())
                .endsWith(" databases");

        call(ada, "revoke", "speaker");
        assertThat(visitor.asks(api, "databasesOfCaller").path("result").asText())
                .startsWith("speaker lacks the permission to call dbList");
    }

    private void itsHeapGrowsWithTheMemoryThatItIsGranted() throws Exception {
        long before = heapMb();

        grant("speaker", Map.of("memory", 512));

        await(() -> heapMb() >= 2 * before - 8);
        assertThat(rights("speaker").path("grants").findValuesAsText("sentence"))
                .contains("Take up to 512 MiB of memory.");
    }

    private long heapMb() throws IOException {
        return host.call("example.com/teller&service=speaker", "heapMb").path("result").asLong();
    }

    private String spoken() throws IOException {
        return host.call("example.com/teller&service=speaker", "call", ADB, "dbList")
                .path("result")
                .asText();
    }

    @Test
    void grantsAreThereAfterARestartOfTheHost() throws Exception {
        Path home = TestHost.freshHome();
        var wants = Map.of("api", ADB);
        try (TestHost first = TestHost.up(home)) {
            Asker.install(first, dir, "keeper", "system", WANTS_ADB, wants);
            Asker.install(first, dir, "limited", "system", "");
            first.call(PERMISSIONS, "revoke", "limited");
        }
        try (TestHost again = TestHost.up(home)) {
            await(() -> again.call("example.com/keeper", "kept").has("result"));
            await(() -> again.call("example.com/limited", "kept").has("result"));
            assertThat(Asker.of(again, "keeper").asks(ADB, "dbList").has("result")).isTrue();
            assertThat(error(Asker.of(again, "limited").asks(ADB, "dbList"))).startsWith("-32010");
            again.call(SERVICES, "uninstall", "keeper");
            JsonNode grants = again.call(PERMISSIONS, "list");
            assertThat(grants.path("result").findValuesAsText("id")).doesNotContain("keeper");
        }
    }
}
