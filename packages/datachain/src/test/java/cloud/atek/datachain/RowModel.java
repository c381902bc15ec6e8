package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a [RowTable] must answer, in the plainest way: maps that are copied whole for a snapshot.
/// One thread.
final class RowModel {

    /// Rules of which some are in use by nobody at times.
    private static final List<Authority> RULES =
            List.of(
                    Authority.INHERIT,
                    new Authority(new Authority.Read.Everyone(), new Authority.Write.Nobody()),
                    new Authority(
                            new Authority.Read.Readers(new RowKey(7, 7)),
                            new Authority.Write.AnyOf(key(1), key(2))));

    private final int size;
    private final Map<RowKey, RowView.Row> rows = new HashMap<>();
    private final Map<RowKey, Long> removed = new HashMap<>();
    private final Map<Place, LinkedHashMap<RowKey, Boolean>> children = new HashMap<>();

    /// @param size how many different rows there are
    RowModel(int size) {
        this.size = size;
    }

    RowModel copy() {
        var copy = new RowModel(size);
        copy.rows.putAll(rows);
        copy.removed.putAll(removed);
        children.forEach((place, keys) -> copy.children.put(place, new LinkedHashMap<>(keys)));
        return copy;
    }

    Event randomEvent(RandomGenerator random) {
        RowKey key = key(random);
        if (random.nextInt(4) == 0) {
            return new Event.Tombstone(key);
        }
        RowView.Row row = rows.get(key);
        Place place = row != null && random.nextBoolean() ? row.place() : place(random);
        Authority rules = RULES.get(random.nextInt(RULES.size()));
        return new Event.Put(key, place, "t", Bytes.EMPTY, Encoding.PLAIN, rules);
    }

    void apply(Event event, long sequence) {
        RowView.Row old = rows.remove(event.key());
        removed.remove(event.key());
        switch (event) {
            case Event.Put put -> {
                if (old != null && !in(old.place()).equals(in(put.place()))) {
                    siblings(old.place()).remove(put.key());
                }
                siblings(put.place()).put(put.key(), true);
                rows.put(
                        put.key(),
                        new RowView.Row(put.key(), sequence, put.place(), put.authority()));
            }
            case Event.Tombstone(RowKey key) -> {
                removed.put(key, sequence);
                if (old != null) {
                    siblings(old.place()).remove(key);
                }
            }
        }
    }

    void forgetRemoved(long before) {
        removed.values().removeIf(sequence -> sequence < before);
    }

    void requireSame(RowTable table) {
        requireSameRows(table);
        assertThat(table.removedCount()).isEqualTo(removed.size());
        for (int i = 0; i < size; i++) {
            RowKey key = new RowKey(0, i);
            RowView.Row row = rows.get(key);
            long newest = row != null ? row.sequence() : removed.getOrDefault(key, 0L);
            assertThat(table.newestOf(key)).isEqualTo(newest);
            assertThat(table.hasChildren(key)).isEqualTo(hasChildren(key));
        }
        children.forEach(
                (place, keys) -> assertThat(table.childCount(out(place))).isEqualTo(keys.size()));
    }

    private boolean hasChildren(RowKey parent) {
        return rows.values().stream()
                .anyMatch(row -> row.place() != null && row.place().parent().equals(parent));
    }

    void requireSameRows(RowView view) {
        for (int i = 0; i < size; i++) {
            RowKey key = new RowKey(0, i);
            RowView.Row row = rows.get(key);
            assertThat(view.find(key)).isEqualTo(row);
            assertThat(view.sequenceOf(key)).isEqualTo(row == null ? 0 : row.sequence());
        }
        children.forEach((place, keys) ->
                assertThat(all(view, out(place)))
                        .isEqualTo(keys.keySet().stream().map(rows::get).toList()));
    }

    /// All children, by pages of three.
    private static List<RowView.Row> all(RowView view, @Nullable Place place) {
        var all = new ArrayList<RowView.Row>();
        List<RowView.Row> page = view.children(place, null, 3);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = view.children(place, page.getLast().key(), 3);
        }
        return all;
    }

    private RowKey key(RandomGenerator random) {
        return new RowKey(0, random.nextInt(size));
    }

    private @Nullable Place place(RandomGenerator random) {
        return random.nextInt(4) == 0 ? null : new Place(key(random), random.nextInt(2));
    }

    private Map<RowKey, Boolean> siblings(@Nullable Place place) {
        return children.computeIfAbsent(in(place), _ -> new LinkedHashMap<>());
    }

    /// The top as a place that no row has.
    private static Place in(@Nullable Place place) {
        return place == null ? new Place(new RowKey(0, 0), -1) : place;
    }

    private static @Nullable Place out(Place place) {
        return place.collection() == -1 ? null : place;
    }

    private static KeyName key(int first) {
        var value = new byte[32];
        value[0] = (byte) first;
        return new KeyName(KeyName.Kind.ED25519, Bytes.owning(value));
    }
}
