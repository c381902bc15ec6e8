package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {

    private static final KeyPath FOLDER = KeyPath.of("f");

    private final Databases databases;

    MergeTest(@TempDir Path dir) {
        this.databases = new Databases(dir, ChainSettings.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void recordsComeByPathAndThenByDatabaseOverAllPages() {
        Seeds.forAll((random, size) -> {
            if (size % 50 != 0) {
                return;
            }
            List<String> ids = create(1 + random.nextInt(4));
            var wanted = new TreeSet<String>();
            for (int i = 0; i < size; i++) {
                int database = random.nextInt(ids.size());
                int name = 100 + random.nextInt(60);
                put(ids.get(database), "/f/" + name);
                put(ids.get(database), "/g/" + name);
                if (name >= 110 && name < 150) {
                    wanted.add(name + " " + database);
                }
            }
            boolean reverse = random.nextBoolean();
            int limit = 1 + random.nextInt(90);
            var options = new MergeOptions(null, "149", "109", null, limit, reverse, null);
            var found = new ArrayList<String>();
            Merge.Page page = page(ids, options);
            for (; page.next() != null; page = page(ids, options.after(page.next()))) {
                assertThat(page.records()).hasSize(limit);
                collect(ids, page, found);
            }
            collect(ids, page, found);
            var sorted = new ArrayList<>(wanted);
            if (reverse) {
                Collections.reverse(sorted);
            }
            assertThat(found).isEqualTo(sorted);
        });
    }

    @Test
    void placeStaysWhereItIsWhateverIsWritten() throws IOException {
        List<String> ids = create(2);
        for (String name : List.of("/f/a", "/f/c", "/f/e")) {
            put(ids.get(0), name);
            put(ids.get(1), name);
        }
        Merge.Page first = page(ids, MergeOptions.ALL.limit(3));
        put(ids.get(0), "/f/b");
        put(ids.get(1), "/f/d");
        databases.with(
                ids.get(0),
                db -> {
                    db.delete(KeyPath.parse("/f/c"));
                    return 0;
                });

        var found = new ArrayList<String>();
        collect(ids, page(ids, MergeOptions.ALL.after(first.next())), found);
        assertThat(found).containsExactly("c 1", "d 1", "e 0", "e 1");
    }

    @Test
    void largeRecordsMakeSmallPages() throws IOException {
        List<String> ids = create(2);
        String large = "x".repeat(1_000_000);
        for (int i = 0; i < 12; i++) {
            put(ids.get(i % 2), "/f/" + (10 + i), large);
        }
        var found = new ArrayList<String>();
        Merge.Page page = page(ids, MergeOptions.ALL);
        assertThat(page.records()).hasSize(8);
        collect(ids, page, found);
        collect(ids, page(ids, MergeOptions.ALL.after(page.next())), found);
        assertThat(found).hasSize(12).isSorted();
    }

    @Test
    void wrongUsesAreRefused() throws IOException {
        List<String> ids = create(2);
        put(ids.get(0), "/f/a");
        put(ids.get(1), "/f/a");
        String next = page(ids, MergeOptions.ALL.limit(1)).next();
        assertRefused(List.of(), MergeOptions.ALL, "want 1 to 16 databases, got 0");
        assertRefused(Collections.nCopies(17, ids.get(0)), MergeOptions.ALL, "got 17");
        assertRefused(Collections.nCopies(2, ids.get(0)), MergeOptions.ALL, "twice");
        assertRefused(ids.reversed(), MergeOptions.ALL.after(next), "another query");
        assertRefused(ids, MergeOptions.ALL.after("AQ"), "leave it out");
    }

    private void assertRefused(List<String> ids, MergeOptions options, String message) {
        assertThatThrownBy(() -> page(ids, options))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(message);
    }

    private static void collect(List<String> ids, Merge.Page page, List<String> found) {
        page.records()
                .forEach(
                        one -> found.add(one.record().path().name() + " " + ids.indexOf(one.id())));
    }

    private Merge.Page page(List<String> ids, MergeOptions options) throws IOException {
        return new Merge(databases, ids, FOLDER, options).page();
    }

    private List<String> create(int count) throws IOException {
        var ids = new ArrayList<String>();
        for (Object _ : Stream.generate(Object::new).limit(count).toList()) {
            ids.add(databases.create());
        }
        return ids;
    }

    private void put(String id, String path) throws IOException {
        put(id, path, "");
    }

    private void put(String id, String path, String text) throws IOException {
        databases.with(
                id,
                db ->
                        db.put(
                                KeyPath.parse(path),
                                MessageCodec.JSON.createObjectNode().put("t", text)));
    }
}
