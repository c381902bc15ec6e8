package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The name of a file, a blob or a user is made so that a program takes it for a command, an option
/// or a second line (as CVE-2026-24129 and CVE-2017-6200 did).
@ExtendWith(House.Key.class)
class Row19FileNameTest {

    private static final Path PLANTED = Path.of("/tmp/planted");

    /// Names that file systems and Git take.
    private static final List<String> NAMES =
            List.of(
                    "$(touch planted)",
                    "`touch planted`",
                    "a;touch planted",
                    "a&touch planted&",
                    "a|touch planted",
                    "-rf",
                    "--help",
                    "-",
                    "@file",
                    "%s%n",
                    "quote'",
                    "quote\"",
                    "*",
                    "~",
                    "#x",
                    "{a,b}",
                    "a b ",
                    "a".repeat(255));

    /// Writes into its data what every name is, and what no text is.
    private static final String WRITER =
            """
            const fs = require('fs');
            const data = process.env.ATEK_DATA_DIR + '/';
            const names = JSON.parse(fs.readFileSync(__dirname + '/names.json'));
            for (const name of names) {
              fs.writeFileSync(data + name, 'kept');
            }
            for (const name of ['a\\nb', 'a\\rb', '..\\\\..\\\\up', '\\u202eb', '\\u001b[2J', '\\u2028']) {
              fs.writeFileSync(data + name, 'kept');
            }
            for (const last of [0xff, 0xfe, 0x80]) {
              fs.writeFileSync(Buffer.concat([Buffer.from(data + 'x'), Buffer.from([last])]), 'kept');
            }
            let deep = data;
            for (let i = 0; i < 30; i++) {
              fs.mkdirSync(deep + 'd'.repeat(200) + '/');
              process.chdir(deep + 'd'.repeat(200) + '/');
              deep = './';
            }
            fs.writeFileSync('deep', 'kept');
            require('http').createServer((request, answer) => answer.end('written'))
                .listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private final House house;
    @TempDir private Path dir;

    Row19FileNameTest(House house) {
        this.house = house;
    }

    @AfterEach
    void nothingWasRun() {
        assertThat(PLANTED).doesNotExist();
        assertThat(house.host().home().resolve("planted")).doesNotExist();
    }

    @Test
    void namesInARepositoryAreNames() throws Exception {
        String id = house.fresh("names");
        try (var git = GitPackage.create(dir, id)) {
            git.write("index.html", "<h1>names</h1>");
            for (String name : NAMES) {
                git.write(name, "named " + name);
            }
            git.release("v1.0.0");
            Run run = house.host().cli("install", git.bare().toString(), "--id", id);
            assertThat(run.exitCode()).as(run.out()).isZero();
        }
        for (String name : NAMES) {
            String path = "/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
            assertThat(house.ada().visit(id, path).body()).as(path).isEqualTo("named " + name);
        }
    }

    /// They become words of the compiler's command line.
    @Test
    void namesOfSourcesAreNoOptionsOfTheCompiler() throws Exception {
        String id = house.fresh("sources");
        try (var git = GitPackage.create(dir, id)) {
            git.write("Main.java", Row31LogInjectionTest.JAVA);
            int number = 0;
            for (String name :
                    List.of(
                            "-version",
                            "-proc:none",
                            "@evil",
                            "$(touch planted)",
                            "a b",
                            "quote'")) {
                git.write(name + ".java", "class C" + number++ + " {}");
            }
            git.release("v1.0.0");
            Run run = house.host().cli("install", git.bare().toString(), "--id", id);
            assertThat(run.out()).contains("Installed " + id);
        }
    }

    /// A folder that is run in place can have any name in it.
    @Test
    void namesOfFoldersSplitNoHeader() throws Exception {
        String id = house.fresh("place");
        Path site = House.page(dir, id, "<h1>place</h1>");
        for (String name : List.of("a\r\nSet-Cookie: planted=1", "a\nb", "a\u0085b", "..;")) {
            Files.createDirectories(site.resolve(name));
            Files.writeString(site.resolve(name).resolve("x.txt"), "there");
        }
        assertThat(house.install("file://" + site, Map.of("id", id)).has("result")).isTrue();
        var bearer = Map.of("Authorization", "Bearer " + house.host().systemToken());
        for (String path :
                List.of(
                        "/a%0d%0aSet-Cookie:%20planted=1",
                        "/a%0ab", "/a%c2%85b", "/%0d%0a", "/..;")) {
            var answer = Knock.get(house.host().port(), id + ".localhost", path, bearer);
            assertThat(answer.status()).as(path).isIn(200, 302, 400, 404);
            assertThat(answer.head().lines().map(line -> line.toLowerCase(java.util.Locale.ROOT)))
                    .as(answer.head())
                    .noneMatch(line -> line.startsWith("set-cookie"))
                    .noneMatch(line -> line.equals("b"));
        }
    }

    @Test
    void namesOfBlobsAndDatabasesStayInTheirPlace() throws Exception {
        JsonNode made = house.host().call(AdbApi.ID.value(), "dbCreate", Map.of());
        String db = made.at("/result/dbId").asText();
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(
                List.of(
                        "a\r\nSet-Cookie: planted=1",
                        "a\nb.html",
                        "\u202eb",
                        "\u001b[2J",
                        "\u0000"));
        for (String name : names) {
            putAndGet(db, name);
        }
        exportInPlace(db);
        for (String alias : List.of("a\nb", "../up", "$(touch planted)", "-rf", "\u001b[2J")) {
            house.host().call(AdbApi.ID.value(), "dbCreate", Map.of("alias", alias));
        }
        Run list = house.host().cli("adb", "dbs");
        assertThat(list.out()).doesNotContain("\u001b");
        assertThat(list.out().lines()).noneMatch(line -> line.equals("b"));
    }

    private void putAndGet(String db, String name) throws Exception {
        var bearer = Map.of("Authorization", "Bearer " + house.host().systemToken());
        String path = URLEncoder.encode("/" + name.replace("/", "_"), UTF_8);
        String target = "/_atek/gateway?api=atek.cloud/adb-blobs&db=" + db + "&path=" + path;
        var put =
                house.stranger()
                        .send(
                                "PUT",
                                "localhost",
                                target,
                                () -> new ByteArrayInputStream(name.getBytes(UTF_8)),
                                bearer);
        assertThat(put.statusCode()).as("%s: %s", name, put.body()).isIn(201, 400);
        var answer = Knock.get(house.host().port(), "localhost", target, bearer);
        assertThat(answer.status()).as(name).isEqualTo(put.statusCode() == 201 ? 200 : 400);
        assertThat(answer.head().lines())
                .noneMatch(line -> line.matches("(?i)set-cookie:.*"))
                .noneMatch(line -> line.contains("\u001b"));
    }

    private void exportInPlace(String db) throws Exception {
        Path out = dir.resolve("-rf $(touch planted)");
        Run export = house.host().cli("adb", "export", db, out.toString(), "--blobs");
        assertThat(export.exitCode()).as(export.out()).isZero();
        assertThat(export.out()).doesNotContain("\u001b", "\u202e");
        try (var blobs = Files.list(out.resolve("blobs"))) {
            assertThat(blobs)
                    .allMatch(file -> file.getFileName().toString().matches("[0-9a-f]{64}"));
        }
    }

    /// The service writes what it likes; its owner's export has all of it, and harms no program
    /// that unpacks it.
    @Test
    void namesThatAServiceMakesLeadOutOfNoExport() throws Exception {
        String id = house.fresh("writer");
        Person owner = Person.made(house.host(), id, "member");
        String key =
                owner.call("atek.cloud/user-sessions-api", "whoami").at("/result/userKey").asText();
        Path folder = Files.createDirectories(dir.resolve(id));
        Files.writeString(folder.resolve("index.js"), WRITER);
        Files.writeString(folder.resolve("atek.json"), "{\"runtime\": \"node\"}");
        Files.writeString(
                folder.resolve("names.json"),
                cloud.atek.rpc.MessageCodec.JSON.writeValueAsString(NAMES));
        Run run = house.host().cli("install", folder.toString(), "--id", id, "--user", id);
        assertThat(run.exitCode()).as(run.out()).isZero();
        for (String alias : List.of("a/b", "a:b", "a b")) {
            owner.call(AdbApi.ID.value(), "dbCreate", Map.of("alias", alias));
        }
        assertThat(owner.visit(id, "/").body())
                .as(house.host().cli("logs", id).out())
                .isEqualTo("written");

        List<String> entries = exported(key);

        assertThat(entries).doesNotHaveDuplicates().hasSizeGreaterThan(NAMES.size() + 9);
        assertThat(entries).anyMatch(name -> name.endsWith("/data/-rf"));
        assertThat(entries)
                .allMatch(name -> name.startsWith("services/") || name.startsWith("databases/"))
                .noneMatch(name ->
                        name.matches("(?s).*(\\\\|\\p{Cntrl}|\u202e|\u2028|\uFFFD|/\\.\\.?/).*"));
        assertThat(
                        house.host()
                                .call(
                                        UsersApi.ID.value(),
                                        "delete",
                                        key,
                                        Map.of("services", "remove"))
                                .has("result"))
                .isTrue();
    }

    private List<String> exported(String key) throws Exception {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/_atek/export?user=%s"
                                                .formatted(house.host().port(), key)))
                        .header("Host", "localhost:" + house.host().port())
                        .header("Authorization", "Bearer " + house.host().systemToken())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var names = new ArrayList<String>();
            try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    names.add(entry.getName());
                }
            }
            return names;
        }
    }

    @Test
    void namesOfUsersAndServicesAreNamesOrNone() throws Exception {
        for (String name :
                List.of(
                        "$(touch planted)",
                        "a\nb c",
                        "\u001b[2Jx",
                        "-rf",
                        "../../x",
                        "\u202ebob")) {
            JsonNode user =
                    house.host()
                            .call(
                                    UsersApi.ID.value(),
                                    "create",
                                    Map.of("username", name, "password", Person.PASSWORD));
            JsonNode service = house.install("file://" + dir, Map.of("id", name));
            assertThat(service.has("error")).as(service.toString()).isTrue();
            if (user.has("result")) {
                house.host().call(UsersApi.ID.value(), "delete", user.at("/result/key").asText());
            }
            // An option of the program is none because of where it stands.
            Run run = house.host().cli("install", "--", name);
            assertThat(run.exitCode()).as(run.out()).isNotZero();
            assertThat(run.out()).doesNotContain("\u001b", "\u202e", "\tat ");
        }
    }

    /// The launcher is a shell script, the only one: the folder of a host may be called anything.
    @Test
    void theLauncherTakesEveryFolder() throws Exception {
        Path home = Files.createDirectories(dir.resolve("$(touch planted) '\"; touch planted #"));
        Run run = Run.of(List.of(TestHost.script(), "config", "--configDir", home.toString()));

        assertThat(run.out()).doesNotContain("planted: ", "not found", "syntax error");
        assertThat(Path.of("planted")).doesNotExist();
        assertThat(Files.readString(Path.of("../atek"), ISO_8859_1))
                .doesNotContain("eval ")
                .doesNotContain("sh -c");
    }
}
