package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a database should hold: every state it ever had, as sorted maps, written from the contract
/// alone.
final class DatabaseModel {

    /// Paths sort name by name: a slash comes before every character of a name.
    private static final Comparator<String> ORDER = Comparator.comparing(DatabaseModel::sortable);

    /// By sequence; a commit that writes no record leaves the state before it.
    private final List<Map<String, JsonNode>> states = new ArrayList<>();

    /// Of a record, by the sequence of the commit: its value, or nothing when it was deleted.
    private final Map<String, TreeMap<Long, Optional<JsonNode>>> versions = new HashMap<>();

    /// That of a database which has nothing but its first commit.
    DatabaseModel() {
        states.add(Map.of());
        states.add(Map.of());
    }

    long sequence() {
        return states.size() - 1L;
    }

    Map<String, JsonNode> now() {
        return states.getLast();
    }

    /// The sequence at which a record is, 0 when there is none.
    long sequenceOf(String path) {
        TreeMap<Long, Optional<JsonNode>> all = versions.get(path);
        return all == null || all.lastEntry().getValue().isEmpty() ? 0 : all.lastKey();
    }

    /// One commit of these records, each put or, where its value is null, deleted. Deleting what is
    /// not there is nothing, and nothing at all is no commit.
    void commit(Map<String, @Nullable JsonNode> writes) {
        var next = new HashMap<>(now());
        boolean written = false;
        for (Map.Entry<String, @Nullable JsonNode> write : writes.entrySet()) {
            JsonNode value = write.getValue();
            boolean was = next.remove(write.getKey()) != null;
            if (value != null) {
                next.put(write.getKey(), value);
            }
            if (value != null || was) {
                versions.computeIfAbsent(write.getKey(), _ -> new TreeMap<>())
                        .put(sequence() + 1, Optional.ofNullable(value));
                written = true;
            }
        }
        if (written) {
            states.add(next);
        }
    }

    /// A commit without records, such as that of an index.
    void commitOther() {
        states.add(now());
    }

    Map<String, JsonNode> at(long sequence) {
        return states.get((int) sequence);
    }

    void requireLists(Database database, long at, String folder) throws IOException {
        List<Stored> found =
                database.list(KeyPath.parse(folder), ListOptions.ALL.at(Moment.of(at)));
        assertThat(found.stream().map(DatabaseModel::shown))
                .as("list of %s at %d", folder, at)
                .containsExactlyElementsOf(shown(at(at), folder));
        if (at == sequence()) {
            assertThat(database.list(KeyPath.parse(folder), ListOptions.ALL)).isEqualTo(found);
        }
    }

    void requireGets(Database database, long at, String path) throws IOException {
        Optional<JsonNode> wanted = Optional.ofNullable(at(at).get(path));
        assertThat(database.get(KeyPath.parse(path), Moment.of(at)).map(DatabaseModel::value))
                .as("%s at %d", path, at)
                .isEqualTo(wanted);
        if (at == sequence()) {
            assertThat(database.get(KeyPath.parse(path)).map(Stored::sequence).orElse(0L))
                    .isEqualTo(sequenceOf(path));
        }
    }

    void requireHistory(Database database, String path) throws IOException {
        var wanted = new ArrayList<String>();
        TreeMap<Long, Optional<JsonNode>> all = versions.get(path);
        if (all != null) {
            all.descendingMap()
                    .forEach((sequence, value) ->
                            wanted.add(sequence + " " + value.map(JsonNode::toString).orElse("-")));
        }
        var found = new ArrayList<String>();
        for (Version one :
                database.history(KeyPath.parse(path), Long.MAX_VALUE, Limits.VERSIONS_MAX)) {
            String json = one.json();
            found.add(one.sequence() + " " + (json == null ? "-" : RecordJson.read(json)));
        }
        assertThat(found).as("history of %s", path).isEqualTo(wanted);
    }

    void requireDifferences(Database database, long left, long right) throws IOException {
        var paths = new TreeSet<>(ORDER);
        paths.addAll(at(left).keySet());
        paths.addAll(at(right).keySet());
        List<String> wanted =
                paths.stream()
                        .filter(path -> !Objects.equals(at(left).get(path), at(right).get(path)))
                        .map(path -> path + " " + at(left).get(path) + " " + at(right).get(path))
                        .toList();
        List<Difference> found =
                database.differences(KeyPath.ROOT, Moment.of(left), Moment.of(right));
        assertThat(found.stream().map(DatabaseModel::shown))
                .as("from %d to %d", left, right)
                .isEqualTo(wanted);
    }

    void requireAnswers(Database database, Query query) throws IOException {
        var found = new ArrayList<String>();
        String after = null;
        do {
            Page page = database.query(query.after(after));
            page.records().forEach(one -> found.add(one.path().toString()));
            after = page.next();
        } while (after != null);
        assertThat(found).as("%s", query.toJson()).isEqualTo(NaiveQuery.answer(query, now()));
    }

    private static List<String> shown(Map<String, JsonNode> state, String folder) {
        String below = folder.equals("/") ? folder : folder + "/";
        return state.keySet().stream()
                .filter(path -> path.startsWith(below))
                .sorted(ORDER)
                .map(path -> path + " " + state.get(path))
                .toList();
    }

    private static String shown(Stored one) {
        return one.path() + " " + value(one);
    }

    private static String shown(Difference one) {
        Stored left = one.left();
        Stored right = one.right();
        KeyPath path = Objects.requireNonNull(left == null ? right : left).path();
        return path
                + " "
                + (left == null ? null : value(left))
                + " "
                + (right == null ? null : value(right));
    }

    private static JsonNode value(Stored one) {
        return RecordJson.read(one.json());
    }

    private static String sortable(String path) {
        return path.replace('/', '\0');
    }
}
