package cloud.atek.host;

import static cloud.atek.host.AdbTerminal.done;
import static cloud.atek.host.AdbTerminal.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.host.testkit.TestHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What `atek adb` follows, keeps and forgets, against a running host of the built distribution.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbKeepingEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";
    private static final String BLOBS = "/_atek/gateway?api=atek.cloud/adb-blobs&db=";

    @TempDir private Path dir = Path.of("");
    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private String database(String alias) throws IOException {
        return host.call(ADB, "dbGetOrCreate", alias, Map.of()).at("/result/dbId").asText();
    }

    private void put(String db, String path, Object value) throws IOException {
        assertThat(host.call(ADB, "recordPut", db, path, value).has("result")).isTrue();
    }

    private void putBlob(String db, String path, String type, String text) throws IOException {
        String target = BLOBS + db + "&path=" + URLEncoder.encode(path, UTF_8);
        var headers = Map.of("Authorization", "Bearer " + host.systemToken(), "Content-Type", type);
        var stored =
                host.browser()
                        .send(
                                "PUT",
                                "localhost",
                                target,
                                () -> new ByteArrayInputStream(text.getBytes(UTF_8)),
                                headers);
        assertThat(stored.statusCode()).as(stored.body()).isIn(200, 201);
    }

    @Test
    void watchPrintsWhatChanges() throws Exception {
        String db = database("watched");
        put(db, "/notes/a", Map.of("n", 1, "text", "long ".repeat(30)));
        Path out = dir.resolve("watch.out");
        List<String> words =
                List.of("watch", "watched", "/notes", "--where", "n < 5", "--from", "0");
        Process watch = AdbTerminal.begun(host, ProcessBuilder.Redirect.to(out.toFile()), words);
        try {
            awaited(out, "Ctrl-C ends it");
            put(db, "/notes/b", Map.of("n", 2));
            put(db, "/notes/a", Map.of("n", 7));
            awaited(out, "not among them");
        } finally {
            watch.destroy();
        }
        assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(out))
                .hasSize(4)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.endsWith("/notes/b  {\"n\":2}"));
    }

    private static void awaited(Path out, String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(out).contains(text)) {
            assertThat(System.nanoTime()).as(Files.readString(out)).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void viewIsDefinedReadAndDropped() throws Exception {
        String db = database("viewed");
        put(db, "/books/1", Map.of("title", "Eden", "tags", List.of("sf", "pl")));
        put(db, "/books/2", Map.of("title", "Draft", "tags", List.of("sf"), "draft", true));

        assertThat(
                        done(
                                host,
                                "view",
                                "viewed",
                                "--define",
                                "by-tag",
                                "--path",
                                "/books",
                                "--key",
                                "tags",
                                "--value",
                                "title",
                                "--where",
                                "draft != true"))
                .contains("by-tag", "/books", "/tags");
        String entries = done(host, "view", "viewed", "by-tag", "--prefix", "sf");
        assertThat(entries).contains("[\"sf\"]", "[\"Eden\"]").doesNotContain("Draft", "pl");
        assertThat(done(host, "view", "viewed", "--drop", "by-tag")).contains("No view");
        refused(host, ExitCode.USAGE, "--key", "view", "viewed", "--define", "x");
        refused(host, ExitCode.USAGE, "NAME", "view", "viewed", "--limit", "1");
    }

    @Test
    void historyIsKeptPurgedAndCompacted() throws Exception {
        String db = database("kept");
        for (int i = 0; i < 20; i++) {
            put(db, "/n/1", Map.of("n", i));
            put(db, "/secret", Map.of("word", "swordfish", "n", i));
        }
        assertThat(done(host, "retention", "kept")).contains("all versions");
        assertThat(done(host, "retention", "kept", "2v")).contains("newest 2 versions");
        refused(host, ExitCode.USAGE, "30d", "retention", "kept", "some");
        refused(host, ExitCode.USAGE, "not a terminal", "purge", "kept", "/secret");
        assertThat(done(host, "get", "kept", "/secret")).contains("swordfish");

        assertThat(done(host, "purge", "kept", "/secret", "--yes", "--compact"))
                .contains("20 versions", "The log of");
        refused(host, 1, "Not found", "get", "kept", "/secret");
        assertThat(done(host, "compact", "kept", "--json")).contains("bytesBefore", "bytesAfter");
        assertThat(done(host, "history", "kept", "/n/1").lines())
                .filteredOn(line -> line.contains("{\"n\":"))
                .hasSize(2);
        assertThat(done(host, "rebuild", "kept")).contains("is made anew: 1 records");
        assertThat(done(host, "get", "kept", "/n/1")).contains("19");
    }

    @Test
    void folderHasRecordsBlobsAndViewsAndComesInAgain() throws Exception {
        Path one = exportOfOne();
        assertThat(one.resolve("blobs")).isDirectoryContaining("glob:**/*");
        try (Stream<Path> contents = Files.list(one.resolve("blobs"))) {
            assertThat(contents).hasSize(2);
        }
        refused(host, 1, "there already", "export", "one", one.toString(), "--blobs");

        String first = done(host, "import", "system/system/two", one.toString(), "--create");
        assertThat(first).contains("3 blobs: 3 new", "1 views");
        assertThat(done(host, "import", "two", one.toString())).contains("3 the same");
        Path two = dir.resolve("two");
        Path stopped = Files.createDirectories(dir.resolve(".two.part/blobs"));
        Files.writeString(stopped.resolve(".part"), "half");
        done(host, "export", "two", two.toString(), "--blobs");
        assertThat(content(two)).isEqualTo(content(one)).hasSize(8);
        assertThat(dir.resolve(".two.part")).doesNotExist();
        assertThat(done(host, "retention", "two")).contains("last 30 days");

        conflictsAndDamageAreTold(one);
    }

    private Path exportOfOne() throws IOException {
        String db = database("one");
        put(db, "/p/ann", Map.of("name", "Ann"));
        put(db, "/p/bob", Map.of("name", "Bob"));
        putBlob(db, "/pictures/cat", "image/png", "meow");
        putBlob(db, "/pictures/copy", "image/png", "meow");
        putBlob(db, "[\"a/b\",\"ü\"]", "text/plain; charset=utf-8", "text");
        done(host, "view", "one", "--define", "names", "--path", "/p", "--key", "name");
        done(host, "retention", "one", "30d");
        Path folder = dir.resolve("one");
        assertThat(done(host, "export", "one", folder.toString(), "--blobs"))
                .contains("2 records and 3 blobs");
        return folder;
    }

    /// The lines without what is of one database alone.
    private static List<String> content(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("records.jsonl")).stream()
                .filter(line -> !line.startsWith("{\"atek\""))
                .map(line -> line.replaceFirst("\"seq\":\\d+,", ""))
                .toList();
    }

    private void conflictsAndDamageAreTold(Path folder) throws IOException {
        String two = "two";
        putBlob(database(two), "/pictures/cat", "image/png", "woof");
        refused(host, 1, "--replace or --keep", "import", two, folder.toString());
        assertThat(done(host, "import", two, folder.toString(), "--keep")).contains("1 kept");
        assertThat(done(host, "import", two, folder.toString(), "--replace"))
                .contains("1 replaced");
        refused(host, 1, "name that", "import", two, folder.resolve("records.jsonl").toString());

        Path blobs = folder.resolve("blobs");
        try (Stream<Path> contents = Files.list(blobs)) {
            Files.writeString(contents.findFirst().orElseThrow(), "evil");
        }
        refused(host, 1, "damaged", "import", two, folder.toString());
    }
}
