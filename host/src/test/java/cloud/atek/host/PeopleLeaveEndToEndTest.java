package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.host.testkit.Http;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How people look after their devices, and how they leave.
class PeopleLeaveEndToEndTest extends Family {

    private static final String ANDROID =
            "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0";

    @Test
    void whatAUserHasIsShownExportedAndRemovedWithHim() throws Exception {
        String key = user("lea");
        Http lea = login("lea", PASSWORD);
        String db =
                call(lea, ADB, "dbCreate", Map.of("alias", "diary")).at("/result/dbId").asText();
        call(lea, ADB, "recordPut", db, "/days/1", Map.of("text", "a secret of lea"));
        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        String service = host.call(ServicesApi.ID.value(), "get", id).at("/result/key").asText();
        Path data = Files.createDirectories(host.home().resolve("data").resolve(service));
        Files.writeString(data.resolve("kept.txt"), "kept by a service");

        JsonNode has = host.call(USERS, "belongings", key).path("result");
        assertThat(has.at("/services/0/id").asText()).isEqualTo(id);
        assertThat(has.at("/services/0/bytes").asLong()).isEqualTo(17);
        assertThat(has.at("/databases/0/alias").asText()).isEqualTo("diary");
        assertThat(has.at("/databases/0/records").asLong()).isEqualTo(1);
        Map<String, String> files = export(has.path("export").asText());
        assertThat(files.get("services/" + id + "/data/kept.txt")).isEqualTo("kept by a service");
        assertThat(files.entrySet())
                .anyMatch(file ->
                        file.getKey().endsWith("diary/records.jsonl")
                                && file.getValue().contains("a secret of lea")
                                && file.getValue().contains("{\"end\":true,\"records\":1"));
        assertThat(lea.get("localhost", has.path("export").asText(), sameOrigin()).statusCode())
                .isEqualTo(403);

        assertThat(host.call(USERS, "delete", key, Map.of("services", "remove")).get("result"))
                .isNotNull();

        assertThat(isIn(lea)).isFalse();
        assertThat(data).doesNotExist();
        assertThat(host.call(ServicesApi.ID.value(), "get", id).has("error")).isTrue();
        assertThat(host.call(ADB, "dbDescribe", db).at("/result/owner").isMissingNode()).isTrue();
        assertThat(host.call(USERS, "delete", key).path("result").isNull()).isTrue();
        assertThat(onDisk("a secret of lea")).isEmpty();
    }

    @Test
    void withoutAWordWhatAUserHadGoesToTheAdminWhoDeletesHim() throws Exception {
        String key = user("max");
        Http max = login("max", PASSWORD);
        String db =
                call(max, ADB, "dbCreate", Map.of("alias", "max-db")).at("/result/dbId").asText();
        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        assertThat(message(USERS, "delete", key, Map.of("services", "burn")))
                .isEqualTo("\"services\" is \"keep\" or \"remove\"");

        Http admin = login("ada", PASSWORD);
        assertThat(call(admin, USERS, "delete", key).path("result").isNull()).isTrue();

        JsonNode service = host.call(ServicesApi.ID.value(), "get", id).path("result");
        assertThat(service.at("/settings/owningUserKey").asText()).isEqualTo(ada);
        assertThat(service.path("state").asText()).isEqualTo("running");
        assertThat(host.call(ADB, "dbDescribe", db).at("/result/owner/userKey").asText())
                .isEqualTo(ada);
        assertThat(isIn(max)).isFalse();
        assertThat(message(USERS, "delete", ada)).isEqualTo("The last admin cannot be deleted");
    }

    @Test
    void theConsoleListsAndEndsSessions() throws Exception {
        user("kim");
        Http kim = login("kim", PASSWORD);

        var sessions = host.cli("sessions", "--user", "kim");
        assertThat(sessions.out()).contains("The program Java-http");
        assertThat(sessions.out().lines()).allMatch(line -> line.length() <= 80);
        var ended = host.cli("sessions", "revoke", id(kim));
        assertThat(ended.out()).contains("kim is logged out of The program");
        assertThat(isIn(kim)).isFalse();
        assertThat(host.cli("sessions", "revoke", "nothing").exitCode()).isEqualTo(1);
        assertThat(host.cli("sessions", "revoke").exitCode()).isEqualTo(2);
        login("kim", PASSWORD);
        assertThat(host.cli("sessions", "--json").out()).contains("\"username\" : \"kim\"");
    }

    @Test
    void theConsoleChangesInvitesAndDeletes(@TempDir Path dir) throws Exception {
        String key = user("lou");
        Path file = Files.writeString(dir.resolve("password"), OTHER + "\n");
        var changed =
                host.cli(
                        "moduser",
                        "lou",
                        "--password-file",
                        "" + file,
                        "--rename",
                        "louis",
                        "--role",
                        "admin");
        assertThat(changed.out())
                .contains("the password is changed", "the name is louis", "an admin");
        assertThat(isIn(login("louis", OTHER))).isTrue();
        assertThat(host.call(USERS, "get", key).at("/result/role").asText()).isEqualTo("admin");
        host.cli("moduser", "louis", "--role", "none");
        assertThat(host.call(USERS, "get", key).at("/result/role").isMissingNode()).isTrue();
        assertThat(host.cli("moduser", "louis").exitCode()).isEqualTo(2);
        assertThat(host.cli("moduser", "nobody", "--reset-totp").out()).contains("louis");

        var invite = host.cli("invite", "--hours", "1");
        assertThat(invite.out()).contains("/_atek/invite?code=", "█", "▄").doesNotContain("\u001b");
        assertThat(host.cli("invite", "--list").out()).contains("system");

        Path zip = dir.resolve("louis.zip");
        assertThat(host.cli("deluser", "louis").exitCode()).isEqualTo(2);
        var deleted = host.cli("deluser", "louis", "--export", "" + zip, "--yes");
        assertThat(deleted.out()).contains("service", "louis (key=" + key + ") deleted");
        assertThat(zip).isNotEmptyFile();
        assertThat(host.call(USERS, "get", key).has("error")).isTrue();
        assertThat(host.cli("deluser", "louis", "--yes").exitCode()).isEqualTo(1);
    }

    @Test
    void devicesAreListedByNameAndEndedOneByOne() throws Exception {
        String key = user("dan");
        Http desk = login("dan", PASSWORD);
        Http phone = host.browser();
        var credentials = Map.of("username", "dan", "password", PASSWORD);
        var headers = new HashMap<>(sameOrigin());
        headers.put("User-Agent", ANDROID);
        host.call(phone, headers, SESSIONS, "login", credentials);

        JsonNode list = call(desk, SESSIONS, "list").at("/result/sessions");

        assertThat(list).hasSize(2);
        assertThat(list.findValuesAsText("device"))
                .containsExactlyInAnyOrder("Firefox on Android", "The program Java-http-client");
        assertThat(list.toString()).doesNotContain(cookie(desk), cookie(phone));
        JsonNode other = list.path(list.path(0).path("current").asBoolean() ? 1 : 0);
        assertThat(other.path("device").asText()).isEqualTo("Firefox on Android");
        assertThat(host.call(SESSIONS, "list", key).at("/result/sessions")).hasSize(2);
        assertThat(message(desk, SESSIONS, "list", ada)).isEqualTo("Not authorized");
        assertThat(message(desk, SESSIONS, "revoke", "all", ada)).isEqualTo("Not authorized");
        Http stranger = login("ada", PASSWORD);
        call(desk, SESSIONS, "revoke", id(stranger));
        assertThat(isIn(stranger)).isTrue();

        call(desk, SESSIONS, "revoke", other.path("id").asText());
        assertThat(isIn(phone)).isFalse();
        assertThat(isIn(desk)).isTrue();

        Http tablet = login("dan", PASSWORD);
        call(desk, SESSIONS, "revoke", "others");
        assertThat(isIn(tablet)).isFalse();
        assertThat(isIn(desk)).isTrue();
        host.call(SESSIONS, "revoke", "all", key);
        assertThat(isIn(desk)).isFalse();
    }

    private Map<String, String> export(String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                        .header("Host", "localhost:" + host.port())
                        .header("Authorization", "Bearer " + host.systemToken())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            var files = new HashMap<String, String>();
            try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    files.put(entry.getName(), text(zip));
                }
            }
            return files;
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
