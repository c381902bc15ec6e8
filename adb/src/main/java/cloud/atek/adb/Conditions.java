package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Pointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A filter taken apart: what it says of single pointers as spans of keys, and what is left.
final class Conditions {

    private final Map<Pointer, List<KeySpan>> spans = new LinkedHashMap<>();
    private final Map<Pointer, List<Filter>> filters = new LinkedHashMap<>();
    private final List<Filter> inexact = new ArrayList<>();

    Conditions(Filter filter) {
        add(filter);
    }

    /// @return null when the filter leaves it open
    @Nullable List<KeySpan> at(Pointer pointer) {
        return spans.get(pointer);
    }

    /// The pointers that must have one value.
    Set<Pointer> fixed() {
        return spans.entrySet().stream()
                .filter(one -> one.getValue().size() == 1 && one.getValue().getFirst().isOneKey())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The pointers that spans are known for.
    Collection<Pointer> known() {
        return spans.keySet();
    }

    /// What must still be asked of a record whose keys at `used` are in their spans.
    ///
    /// @return null for nothing
    @Nullable Filter rest(Collection<Pointer> used) {
        var rest = new ArrayList<>(inexact);
        filters.forEach((pointer, some) -> {
            if (!used.contains(pointer)) {
                rest.addAll(some);
            }
        });
        return rest.isEmpty() ? null : new Filter.And(rest);
    }

    private void add(Filter filter) {
        if (filter instanceof Filter.And(var parts)) {
            parts.forEach(this::add);
            return;
        }
        KeySpan.Spans known = KeySpan.of(filter);
        Pointer pointer = pointer(filter);
        if (known == null || pointer == null) {
            inexact.add(filter);
            return;
        }
        spans.merge(pointer, known.list(), KeySpan::intersection);
        if (known.exact()) {
            filters.computeIfAbsent(pointer, _ -> new ArrayList<>()).add(filter);
        } else {
            inexact.add(filter);
        }
    }

    private static @Nullable Pointer pointer(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var at, _, _) -> at;
            case Filter.In(var at, _) -> at;
            case Filter.Prefix(var at, _) -> at;
            case Filter.Contains(var at, _) -> at;
            case Filter.Exists(var at, _) -> at;
            case Filter.And _, Filter.Or _, Filter.Not _ -> null;
        };
    }
}
