package cloud.atek.adb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.ChainSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {

    private static final String TEXT = "text/plain";
    private static final BlobCondition ANY = new BlobCondition.Any();

    private final Path dir;
    private Databases databases;
    private final String id;

    BlobsTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.databases = new Databases(dir, ChainSettings.DEFAULT);
        this.id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void contentIsStoredOnceAndGoesWithItsLastPath() throws IOException {
        put("/a", "same");
        put("/b", "same");
        assertThat(contents()).containsExactly(hash("same"));
        assertThat(databases.stat(id).blobs()).isEqualTo(2);
        assertThat(databases.stat(id).blobBytes()).isEqualTo(4);

        databases.blobs().delete(id, KeyPath.of("a"), ANY);
        assertThat(contents()).containsExactly(hash("same"));
        assertThat(read("/b")).contains("same");

        databases.blobs().delete(id, KeyPath.of("b"), ANY);
        assertThat(contents()).isEmpty();
        assertThat(read("/b")).isEmpty();
    }

    @Test
    void contentThatIsPutAnewReplacesTheOld() throws IOException {
        put("/a", "one");
        put("/a", "two");

        assertThat(read("/a")).contains("two");
        assertThat(contents()).containsExactly(hash("two"));
    }

    @Test
    void putOfTheSameWritesNothing() throws IOException {
        long first = put("/a", "one").orElseThrow().blob().sequence();

        Blobs.Put again = put("/a", "one").orElseThrow();

        assertThat(again.created()).isFalse();
        assertThat(again.blob().sequence()).isEqualTo(first);
        assertThat(contents()).containsExactly(hash("one"));
    }

    @Test
    void refusedPutLeavesNothing() throws IOException {
        put("/a", "one");

        assertThat(put("/a", "two", new BlobCondition.Absent())).isEmpty();
        var other = new BlobCondition.Is(Hash.of("other".getBytes(UTF_8)));
        assertThat(put("/a", "two", other)).isEmpty();
        var same = new BlobCondition.Is(Hash.of("one".getBytes(UTF_8)));
        assertThat(contents()).containsExactly(hash("one"));
        assertThat(put("/a", "two", same)).isPresent();
        assertThat(databases.blobs().delete(id, KeyPath.of("a"), other)).isFalse();
        assertThat(read("/a")).contains("two");
    }

    @Test
    void contentThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        try (Incoming incoming = databases.blobs().begin(id, -1).orElseThrow()) {
            assertThatThrownBy(() -> incoming.receive(broken)).hasMessage("Stream closed");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void blobsAreListedWithinBounds() throws IOException {
        for (String path : List.of("/a", "/f/1", "/f/2", "/f/g/3", "/h")) {
            put(path, path);
        }
        KeyPath folder = KeyPath.of("f");
        var bounds = new ListOptions(null, null, "1", null, 1, null);

        assertThat(paths(KeyPath.ROOT, ListOptions.ALL))
                .containsExactly("/a", "/f/1", "/f/2", "/f/g/3", "/h");
        assertThat(paths(folder, ListOptions.ALL)).containsExactly("/f/1", "/f/2", "/f/g/3");
        assertThat(paths(folder, bounds)).containsExactly("/f/2");
        assertThat(paths(folder, new ListOptions(null, null, null, null, 2, true)))
                .containsExactly("/f/g/3", "/f/2");
    }

    @Test
    void viewThatIsMadeAnewHasTheBlobs() throws IOException {
        put("/a", "one");
        put("/b", "two");
        databases.blobs().delete(id, KeyPath.of("b"), ANY);
        databases.close();
        View.delete(dir.resolve("views").resolve(id + ".sqlite"));

        databases = new Databases(dir, ChainSettings.DEFAULT);

        assertThat(paths(KeyPath.ROOT, ListOptions.ALL)).containsExactly("/a");
        assertThat(read("/a")).contains("one");
    }

    @Test
    void whatAKillLeftOverIsCollected() throws Exception {
        put("/a", "one");
        databases.close();
        Path folder = dir.resolve("blobs").resolve(id);
        Files.writeString(folder.resolve("new/7"), "half");
        Path orphan = folder.resolve(hash("orphan").substring(0, 2)).resolve(hash("orphan"));
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "orphan");

        databases = new Databases(dir, ChainSettings.DEFAULT);

        assertThat(folder.resolve("new/7")).doesNotExist();
        assertThat(read("/a")).contains("one");
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (Files.exists(orphan) && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(contents()).containsExactly(hash("one"));
    }

    @Test
    void manyAtOnceLeaveEveryPathItsContentAndNothingElse() throws Exception {
        var threads = new ArrayList<Thread>();
        var failed = new ArrayList<Throwable>();
        for (int i = 0; i < 6; i++) {
            var random = new Random(i);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    for (int turn = 0; turn < 40; turn++) {
                                        turn(random);
                                    }
                                } catch (IOException | RuntimeException e) {
                                    synchronized (failed) {
                                        failed.add(e);
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failed).isEmpty();
        var wanted = new TreeSet<String>();
        for (Blob blob : databases.blobs().list(id, KeyPath.ROOT, ListOptions.ALL)) {
            assertThat(hash(read(blob.path().toString()).orElseThrow()))
                    .isEqualTo(blob.hash().hex());
            wanted.add(blob.hash().hex());
        }
        assertThat(contents()).containsExactlyElementsOf(wanted);
    }

    private void turn(Random random) throws IOException {
        String path = "/" + random.nextInt(4);
        if (random.nextInt(3) == 0) {
            databases.blobs().delete(id, KeyPath.parse(path), ANY);
        } else {
            put(path, "content " + random.nextInt(3));
        }
        read(path);
    }

    private Optional<Blobs.Put> put(String path, String text) throws IOException {
        return put(path, text, ANY);
    }

    private Optional<Blobs.Put> put(String path, String text, BlobCondition condition)
            throws IOException {
        Blobs blobs = databases.blobs();
        try (Incoming incoming = blobs.begin(id, -1).orElseThrow()) {
            var content = incoming.receive(new ByteArrayInputStream(text.getBytes(UTF_8)));
            return blobs.put(id, incoming, content, KeyPath.parse(path), TEXT, condition);
        }
    }

    private Optional<String> read(String path) throws IOException {
        Optional<Blobs.Opened> opened = databases.blobs().open(id, KeyPath.parse(path));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Channels.newInputStream(opened.get().content())) {
            return Optional.of(new String(in.readAllBytes(), UTF_8));
        }
    }

    private List<String> paths(KeyPath folder, ListOptions options) throws IOException {
        return databases.blobs().list(id, folder, options).stream()
                .map(blob -> blob.path().toString())
                .toList();
    }

    private List<String> contents() throws IOException {
        return files().stream().map(file -> file.getFileName().toString()).sorted().toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String hash(String text) {
        return Hash.of(text.getBytes(UTF_8)).hex();
    }
}
