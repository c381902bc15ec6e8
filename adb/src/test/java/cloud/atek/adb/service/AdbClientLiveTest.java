package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.Live;
import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.BlobApi.Blob;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.api.adb.MergePage;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewPage;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchEvent.Change;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.crypto.Hash;
import cloud.atek.kit.RpcException;
import cloud.atek.kit.adb.Adb;
import cloud.atek.kit.adb.BlobContent;
import cloud.atek.kit.adb.Db;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Java client has besides records: changes as they come, blobs, views, databases as one.
class AdbClientLiveTest {

    private Door door;
    private Db db;

    @BeforeEach
    void open() throws IOException {
        door = Door.open();
        db = new Adb(door.apis()).db("main");
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    /// The snippet of docs/adb.md.
    @Test
    void tutorial() {
        var heard = new ArrayList<String>();
        db.put("/notes/first", Map.of("text", "Hello"));
        long known = db.stat().seq();

        WatchOptions notes = WatchOptions.below(KeyPath.parse("/notes")).after(known);
        try (Live<WatchEvent> changes = db.watch(notes)) {
            db.put("/notes/second", Map.of("text", "Bye"));
            while (heard.isEmpty() && changes.hasNext()) {
                WatchEvent event = changes.next();
                if (event.changes() != null) {
                    event.changes().forEach(change -> heard.add(change.path()));
                }
            }
        }

        assertThat(heard).containsExactly("/notes/second");
    }

    @Test
    void brokenStreamGoesOnWhereItWas() {
        try (Live<WatchEvent> changes = db.watch(WatchOptions.ALL)) {
            db.put("/a", Map.of("n", 1));
            assertThat(changes.next().event()).isEqualTo(WatchEvent.LIVE);
            assertThat(paths(changes.next())).containsExactly("/a");

            door.shut(true);
            door.cut();
            db.put("/b", Map.of("n", 2));
            db.put("/c", Map.of("n", 3));
            Thread.ofVirtual().start(this::reopen);
            assertThat(changes.hasNext()).isTrue();

            assertThat(paths(changes.next())).containsExactly("/b");
            assertThat(paths(changes.next())).containsExactly("/c");
            assertThat(changes.next().event()).isEqualTo(WatchEvent.LIVE);
            db.delete("/a");
            Change gone = told(changes.next()).getFirst();
            assertThat(gone.deleted()).isTrue();
            assertThat(door.asked()).isEqualTo(3);
        }
    }

    /// Lets the client find the door shut once.
    private void reopen() {
        await(() -> door.asked() == 2);
        door.shut(false);
    }

    private static void await(BooleanSupplier truth) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!truth.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("in time").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void commitThatComesInPartsIsOneEvent() {
        String text = "x".repeat(100_000);
        List<BatchOperation> puts =
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                BatchOperation.put(
                                        KeyPath.of("large", "" + i),
                                        MessageCodec.JSON.createObjectNode().put("text", text)))
                        .toList();
        long sequence = db.batch(puts);

        try (Live<WatchEvent> changes = db.watch(WatchOptions.ALL.after(0))) {
            WatchEvent all = changes.next();
            assertThat(paths(all)).hasSize(10);
            assertThat(all.seq()).isEqualTo(sequence);
            assertThat(all.more()).isNull();
            assertThat(changes.next().event()).isEqualTo(WatchEvent.LIVE);
        }
    }

    @Test
    void refusalIsThrown() {
        assertThatThrownBy(() -> db.watch(WatchOptions.ALL.after(99)))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("there is no commit 99 yet");
        db.put("/a", Map.of("n", 1));
        try (Live<WatchEvent> changes = db.watch(WatchOptions.ALL)) {
            changes.next();
            new Adb(door.apis()).api().purge(db.id(), KeyPath.parse("/a"), null);

            assertThatThrownBy(changes::hasNext)
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                long oldest =
                                        requireNonNull(e.error().data()).path("oldest").asLong();
                                try (var anew = db.watch(WatchOptions.ALL.after(oldest))) {
                                    assertThat(anew.next().event()).isEqualTo(WatchEvent.LIVE);
                                }
                            });
            assertThat(changes.hasNext()).isFalse();
        }
        door.shut(true);
        assertThatThrownBy(() -> db.watch(WatchOptions.ALL))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> assertThat(e.code()).isEqualTo(RpcError.Code.UNREACHABLE));
    }

    @Test
    void closingEndsTheWait() throws Exception {
        Live<WatchEvent> changes = db.watch(WatchOptions.ALL);
        changes.next();
        var closer = Thread.ofVirtual().start(changes::close);
        assertThat(changes.hasNext()).isFalse();
        closer.join();

        Live<WatchEvent> broken = db.watch(WatchOptions.ALL);
        broken.next();
        door.shut(true);
        door.cut();
        int asked = door.asked();
        closer =
                Thread.ofVirtual()
                        .start(() -> {
                            await(() -> door.asked() > asked);
                            broken.close();
                        });
        assertThat(broken.hasNext()).isFalse();
        closer.join();
    }

    @Test
    void blobsArePutReadListedAndDeleted(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("cat.png"), "meow");
        KeyPath odd = KeyPath.of("photos", "a/b +&ä");

        Blob cat = db.blobs().put("/photos/cat.png", "image/png", file);
        db.blobs().put(odd, "text/plain", new ByteArrayInputStream(new byte[3]), 3);

        assertThat(cat.hash()).isEqualTo(Hash.of("meow".getBytes(UTF_8)).hex());
        assertThat(db.blobs().stat("/photos/cat.png")).isEqualTo(cat);
        assertThat(db.blobs().stat(odd).size()).isEqualTo(3);
        assertThat(db.blobs().list("/photos")).hasSize(2).contains(cat);
        assertThat(
                        db.blobs()
                                .list(
                                        KeyPath.of("photos"),
                                        new ListOptions(null, null, "b", null, null, null)))
                .containsExactly(cat);
        try (BlobContent content = db.blobs().open("/photos/cat.png")) {
            assertThat(content.type()).isEqualTo("image/png");
            assertThat(content.length()).isEqualTo(4);
            assertThat(content.hash()).isEqualTo(cat.hash());
            assertThat(content.in()).hasContent("meow");
        }
        db.blobs().delete("/photos/cat.png");
        assertThatThrownBy(() -> db.blobs().open("/photos/cat.png"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("/photos/cat.png");
        assertThatThrownBy(() -> db.blobs().put("/a", "no type", file))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Content-Type is not a media type");
    }

    @Test
    void viewsAreDefinedReadAndDropped() {
        db.put("/books/solaris", Map.of("author", "Lem", "year", 1961));
        db.put("/books/eden", Map.of("author", "Lem", "year", 1959));
        db.put("/books/roadside", Map.of("author", "Strugatsky", "year", 1972));

        db.defineView(ViewConfig.by("by-author", KeyPath.of("books"), "/author", "/year"));
        await(() -> db.views().getFirst().ready());

        ViewPage lem = db.view("by-author", ViewQuery.ALL.prefix(TextNode.valueOf("Lem")));
        assertThat(lem.entries())
                .extracting(ViewPage.Entry::path)
                .containsExactly("/books/eden", "/books/solaris");
        assertThat(db.view("by-author").entries()).hasSize(3);
        db.dropView("by-author");
        assertThat(db.views()).isEmpty();
    }

    @Test
    void someDatabasesAreReadAsOne() {
        var adb = new Adb(door.apis());
        Db other = adb.db("other");
        db.put("/notes/a", Map.of("n", 1));
        other.put("/notes/a", Map.of("n", 2));
        other.put("/notes/b", Map.of("n", 3));

        MergePage both = adb.merge(List.of(db, other)).list("/notes");
        assertThat(both.records())
                .extracting(one -> one.url())
                .containsExactly(
                        "hyper://" + db.id() + "/notes/a",
                        "hyper://" + other.id() + "/notes/a",
                        "hyper://" + other.id() + "/notes/b");
        KeyPath notes = KeyPath.of("notes");
        MergePage page = adb.merge(List.of(db, other)).list(notes, MergeOptions.ALL.limit(2));
        assertThat(page.records()).hasSize(2);
        MergeOptions rest = MergeOptions.ALL.after(page.next());
        assertThat(adb.merge(List.of(db, other)).list(notes, rest).records()).hasSize(1);
    }

    private static List<String> paths(WatchEvent event) {
        return told(event).stream().map(Change::path).toList();
    }

    private static List<Change> told(WatchEvent event) {
        return requireNonNull(event.changes(), event::toString);
    }
}
