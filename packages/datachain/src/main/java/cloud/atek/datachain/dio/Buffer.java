package cloud.atek.datachain.dio;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a unit of work wants written, one write for each row. One thread owns it.
final class Buffer {

    private final Map<RowKey, Write> writes = new LinkedHashMap<>();

    /// What is to become of a row.
    sealed interface Write {

        RowKey key();

        /// The sequence of the commit that the row must come from.
        long expect();

        /// @param row as it is meant, not as it is stored
        record Put(Event.Put row, long expect) implements Write {
            @Override
            public RowKey key() {
                return row.key();
            }
        }

        record Gone(RowKey key, long expect) implements Write {}
    }

    @Nullable Write find(RowKey key) {
        return writes.get(key);
    }

    /// A row that comes to a place comes behind those that are there.
    void write(Write write) {
        Write before = writes.get(write.key());
        boolean stays =
                before instanceof Write.Put(Event.Put old, _)
                        && write instanceof Write.Put(Event.Put now, _)
                        && Objects.equals(old.place(), now.place());
        if (!stays) {
            writes.remove(write.key());
        }
        writes.put(write.key(), write);
    }

    void forget(RowKey key) {
        writes.remove(key);
    }

    void clear() {
        writes.clear();
    }

    List<RowKey> keys() {
        return List.copyOf(writes.keySet());
    }

    /// In the order in which they are to be done: a row behind the one that it is placed under, and
    /// what goes last. Otherwise as they came.
    List<Write> ordered() {
        var ordered = new ArrayList<Write>(writes.size());
        var seen = new HashSet<RowKey>();
        writes.values()
                .forEach(write -> {
                    if (write instanceof Write.Put put) {
                        addBehindItsParent(put, seen, ordered);
                    }
                });
        writes.values().stream().filter(Write.Gone.class::isInstance).forEach(ordered::add);
        return ordered;
    }

    private void addBehindItsParent(Write.Put put, Set<RowKey> seen, List<Write> ordered) {
        var way = new ArrayList<Write.Put>();
        Write.Put at = put;
        while (at != null && seen.add(at.key())) {
            way.addFirst(at);
            Place place = at.row().place();
            at =
                    place != null && writes.get(place.parent()) instanceof Write.Put parent
                            ? parent
                            : null;
        }
        ordered.addAll(way);
    }
}
