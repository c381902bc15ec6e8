package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.TransferApi.ExportCursor;
import cloud.atek.api.adb.TransferApi.ExportOptions;
import cloud.atek.api.adb.TransferApi.ImportOptions;
import cloud.atek.api.adb.TransferApi.ImportRecord;
import cloud.atek.api.adb.TransferApi.ImportResult;
import cloud.atek.api.adb.TransferApi.OnConflict;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {

    private static final List<String> NAMES =
            List.of("a", "b", "a/b", "/", "ü", "😀", " ", "a\u0001", "\"", "0");

    @TempDir private Path dir;

    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);

    @BeforeEach
    void open() throws IOException {
        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void whatGoesOutComesInAsItWas() {
        Seeds.forAll((random, size) -> {
            if (size % 8 > 0) {
                return;
            }
            String from = databases.create();
            var puts = new LinkedHashMap<KeyPath, BatchOperation>();
            for (int i = 0; i < size; i++) {
                KeyPath path = path(random);
                puts.put(path, BatchOperation.put(path, new RandomJson(random).object()));
            }
            databases.with(from, db -> db.batch(List.copyOf(puts.values()), List.of()));
            String to = databases.create();

            List<ImportRecord> records = exported(from, 1 + random.nextInt(5));
            ImportResult first = in(to, records, OnConflict.REFUSE, false);
            ImportResult again = in(to, records, OnConflict.REFUSE, false);

            assertThat(first.created()).isEqualTo(records.size());
            assertThat(again.same()).isEqualTo(records.size());
            assertThat(again.seq()).isEqualTo(first.seq());
            assertThat(values(to)).isEqualTo(values(from));
        });
    }

    @Test
    void pagesAreOfOneCommit() throws IOException {
        String id = databases.create();
        for (int i = 0; i < 10; i++) {
            put(id, "/" + i, 1);
        }

        ExportedPage first = page(id, null, null, 4, false);
        put(id, "/5", 2);
        databases.with(id, db -> db.restore(KeyPath.parse("/6"), Moment.of(0)));
        put(id, "/55", 1);
        ExportedPage second = page(id, first.sequence(), first.next(), 100, false);

        assertThat(first.versions()).hasSize(4);
        assertThat(first.time()).isNotNull();
        assertThat(second.versions().stream().map(one -> one.path().toString()))
                .containsExactly("/4", "/5", "/6", "/7", "/8", "/9");
        assertThat(second.versions()).allMatch(one -> "{\"n\":1}".equals(one.json()));
        assertThat(second.next()).isNull();
    }

    @Test
    void historyIsAllVersionsNewestFirst() throws IOException {
        String id = databases.create();
        for (int i = 1; i <= 20; i++) {
            put(id, "/a", i);
        }
        databases.with(id, db -> db.restore(KeyPath.parse("/a"), Moment.of(0)));
        put(id, "/b", 1);

        var wanted = new ArrayList<>(List.of("/anull"));
        for (int i = 20; i >= 1; i--) {
            wanted.add("/a{\"n\":%d}".formatted(i));
        }
        wanted.add("/b{\"n\":1}");
        for (int limit = 1; limit <= 23; limit++) {
            assertThat(history(id, limit)).as("pages of %d", limit).isEqualTo(wanted);
        }
    }

    private List<String> history(String id, int limit) throws IOException {
        var seen = new ArrayList<String>();
        ExportCursor after = null;
        do {
            ExportedPage page = page(id, null, after, limit, true);
            assertThat(page.versions()).hasSizeLessThanOrEqualTo(limit);
            page.versions().forEach(one -> seen.add(one.path() + String.valueOf(one.json())));
            after = page.next();
        } while (after != null);
        return seen;
    }

    @Test
    void conflictIsDecidedByTheCaller() throws IOException {
        String id = databases.create();
        put(id, "/a", 1);
        put(id, "/b", 1);
        List<ImportRecord> records = List.of(record("/a", 1), record("/b", 2), record("/c", 3));

        ImportResult refused = in(id, records, OnConflict.REFUSE, false);
        ImportResult dry = in(id, records, OnConflict.REPLACE, true);

        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.problems().getFirst().index()).isEqualTo(1);
        assertThat(refused.problems().getFirst().conflict()).isTrue();
        assertThat(dry.replaced()).isEqualTo(1);
        assertThat(values(id)).containsExactly("/a{\"n\":1}", "/b{\"n\":1}");
        assertThat(in(id, records, OnConflict.KEEP, false).kept()).isEqualTo(1);
        assertThat(values(id)).containsExactly("/a{\"n\":1}", "/b{\"n\":1}", "/c{\"n\":3}");
        assertThat(in(id, records, OnConflict.REPLACE, false).same()).isEqualTo(2);
        assertThat(values(id)).containsExactly("/a{\"n\":1}", "/b{\"n\":2}", "/c{\"n\":3}");
    }

    @Test
    void whatCannotBeIsNamedAndNothingIsWritten() throws IOException {
        String id = databases.create();
        ObjectNode half = MessageCodec.JSON.createObjectNode();
        half.putArray("x").add("\ud800");
        List<ImportRecord> records =
                List.of(
                        record("/a", 1),
                        new ImportRecord(KeyPath.parse("/b"), half),
                        record("/a", 2));

        ImportResult refused = in(id, records, OnConflict.REPLACE, false);

        assertThat(refused.problems().stream().map(one -> one.index() + one.pointer()))
                .containsExactly("1/x/0", "2");
        assertThat(values(id)).isEmpty();
    }

    private List<ImportRecord> exported(String id, int limit) throws IOException {
        var all = new ArrayList<ImportRecord>();
        ExportCursor after = null;
        do {
            ExportedPage page = page(id, null, after, limit, false);
            for (Version one : page.versions()) {
                String json = String.valueOf(one.json());
                all.add(new ImportRecord(one.path(), RecordJson.read(json)));
            }
            after = page.next();
        } while (after != null);
        return all;
    }

    private ExportedPage page(
            String id, @Nullable Long at, @Nullable ExportCursor after, int limit, boolean history)
            throws IOException {
        var options =
                new ExportOptions(null, at == null ? null : Moment.of(at), after, limit, history);
        return databases.with(id, db -> db.export(options));
    }

    private ImportResult in(
            String id, List<ImportRecord> records, OnConflict conflict, boolean dryRun)
            throws IOException {
        return databases.with(
                id, db -> db.importRecords(records, new ImportOptions(conflict, dryRun)));
    }

    private List<String> values(String id) throws IOException {
        return databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL)).stream()
                .map(one -> one.path() + one.json())
                .toList();
    }

    private void put(String id, String path, int n) throws IOException {
        databases.with(id, db -> db.put(KeyPath.parse(path), record(path, n).value()));
    }

    private static ImportRecord record(String path, int n) {
        return new ImportRecord(
                KeyPath.parse(path), MessageCodec.JSON.createObjectNode().put("n", n));
    }

    private static KeyPath path(RandomGenerator random) {
        var names = new ArrayList<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            names.add(NAMES.get(random.nextInt(NAMES.size())));
        }
        return new KeyPath(names);
    }
}
