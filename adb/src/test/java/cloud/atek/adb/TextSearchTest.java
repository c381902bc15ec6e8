package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSearchTest {

    @TempDir private Path dir;

    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void recordsAreFoundByTheirWords() throws IOException {
        put(
                "/n/1",
                "{\"title\":\"Über die Wälder\",\"body\":[\"solar plants\",{\"x\":\"white dwarf\"}]}");
        put("/n/2", "{\"title\":\"solar\",\"body\":\"dwarf white solar\"}");
        put("/n/deep/3", "{\"title\":\"planet\",\"other\":\"solar\"}");
        assertThatThrownBy(() -> search("/n", "solar"))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(
                        "No index of text has the words of /n: define one of kind text");
        define("t", "/title", "/body");

        assertThat(search("/n", "solar")).containsExactlyInAnyOrder("/n/1", "/n/2");
        assertThat(search("/n", "uber WALDER")).containsExactly("/n/1");
        assertThat(search("/n", "\"white dwarf\"")).containsExactly("/n/1");
        assertThat(search("/n", "plan*")).containsExactlyInAnyOrder("/n/1", "/n/deep/3");
        assertThat(search("/n/deep", "plan*")).containsExactly("/n/deep/3");
        assertThat(search("/n", "solar NOT white")).isEmpty();
        assertThat(at("solar", "/title")).containsExactly("/n/2");
        assertThat(at("solar", "/body")).containsExactlyInAnyOrder("/n/1", "/n/2");
        assertThatThrownBy(() -> at("solar", "/other"))
                .hasMessageContaining("No index of text has the words of /n at [/other]");
        assertThatThrownBy(() -> search("/", "solar")).hasMessageContaining("No index of text");
        assertThatThrownBy(() -> search("/n", "!! -- *"))
                .hasMessage("/text: there is no word in it: want a letter or a digit at least");
        assertThatThrownBy(() -> search("/n", "a ".repeat(33)))
                .hasMessage("/text: 33 words are too many: at most 32 fit");
        put("/n/2", "{\"title\":\"moon\"}");
        delete("/n/1");
        assertThat(search("/n", "solar")).isEmpty();
        assertThat(search("/n", "moon")).containsExactly("/n/2");
    }

    /// The view must not break either: it would be made anew.
    @Test
    void whateverIsTypedIsNoError() throws IOException {
        put("/n/1", "{\"title\":\"a AND b\"}");
        define("t", "/title");
        List<String> parts =
                List.of(
                        "a", "AND", "OR", "NOT", "NEAR(", ")", "\"", "*", "^", ":", "c0", "{", "}",
                        "-", "+", "'", " ", " ", "\u0000", "\ud83d", "😀", "ß", "\u0301", "c0 : ",
                        "\u200d", "x\"y", "--", "/*", ";", "\\", "1", ".", "\ue000", "\uffff", "ᏸ");
        Seeds.forAll((random, _) -> {
            for (int i = 0; i < 20; i++) {
                String text =
                        IntStream.range(0, random.nextInt(1, 9))
                                .mapToObj(_ -> parts.get(random.nextInt(parts.size())))
                                .collect(Collectors.joining());
                try {
                    databases.with(id, db -> db.search(TextQuery.below(KeyPath.of("n"), text)));
                } catch (InvalidRecordException e) {
                    assertThat(e).hasMessageContaining("there is no word in it");
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("want 1 to");
                }
            }
        });
        assertThat(search("/n", "a AND")).containsExactly("/n/1");
    }

    @Test
    void pagesHaveEveryRecordOnceAndIndexesFollowTheRecords() {
        Seeds.forAll((random, size) -> {
            if (size % 50 != 0) {
                return;
            }
            id = databases.create();
            define("t", "/w");
            List<String> words = List.of("one", "two", "three", "four");
            var model = new TreeMap<String, Set<String>>();
            for (int i = 0; i < size; i++) {
                String path = "/n/" + random.nextInt(60);
                if (random.nextInt(4) == 0) {
                    delete(path);
                    model.remove(path);
                } else {
                    var some = new TreeSet<String>();
                    IntStream.range(0, random.nextInt(1, 5))
                            .forEach(_ -> some.add(words.get(random.nextInt(4))));
                    put(path, "{\"w\":\"" + String.join(" ", some) + "\"}");
                    model.put(path, some);
                }
            }
            if (random.nextBoolean()) {
                databases.close();
                View.delete(dir.resolve("views/" + id + ".sqlite"));
                databases = new Databases(dir, ChainSettings.DEFAULT);
                ready();
            }
            for (String word : words) {
                var wanted = new HashSet<>(model.keySet());
                wanted.removeIf(path -> !model.getOrDefault(path, Set.of()).contains(word));
                assertThat(allPages(word, random.nextInt(1, 9)))
                        .containsExactlyInAnyOrderElementsOf(wanted);
            }
        });
    }

    private List<String> allPages(String word, int limit) throws IOException {
        var found = new ArrayList<String>();
        String after = null;
        do {
            var query = new TextQuery(KeyPath.of("n"), word, null, limit, after);
            Page page = databases.with(id, db -> db.search(query));
            found.addAll(paths(page));
            after = page.next();
        } while (after != null);
        return found;
    }

    private List<String> search(String path, String text) throws IOException {
        return search(path, text, null);
    }

    private List<String> at(String text, String pointer) throws IOException {
        return search("/n", text, List.of(new Pointer(pointer)));
    }

    private List<String> search(String path, String text, @Nullable List<Pointer> pointers)
            throws IOException {
        var query = new TextQuery(KeyPath.parse(path), text, pointers, 100, null);
        return paths(databases.with(id, db -> db.search(query)));
    }

    private static List<String> paths(Page page) {
        return page.records().stream().map(one -> one.path().toString()).toList();
    }

    private void define(String name, String... pointers) throws IOException {
        databases.with(id, db -> db.defineIndex(IndexConfig.text(name, KeyPath.of("n"), pointers)));
        ready();
    }

    private void ready() throws IOException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!databases.with(id, Database::indexes).stream().allMatch(IndexInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void put(String path, String json) throws IOException {
        var value = (ObjectNode) MessageCodec.JSON.readTree(json);
        databases.with(id, db -> db.put(KeyPath.parse(path), value));
    }

    private void delete(String path) throws IOException {
        databases.with(
                id,
                db -> {
                    db.delete(KeyPath.parse(path));
                    return path;
                });
    }
}
