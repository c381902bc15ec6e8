package cloud.atek.adb;

import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells whose query is refused what would help. Pure.
final class Advice {

    private Advice() {}

    static String refusal(Query query, Conditions conditions) {
        String problem =
                "The query has to read more than %,d records below %s"
                        .formatted(Limits.QUERY_RECORDS_MAX, query.path());
        Set<Pointer> pointers = index(query, conditions);
        if (pointers.isEmpty()) {
            return problem + ", and no index helps with its filter: narrow it, or the path";
        }
        String list =
                pointers.stream()
                        .map(pointer -> "\"" + pointer + "\"")
                        .collect(Collectors.joining(", "));
        return problem
                + ": define an index of "
                + query.path()
                + " on ["
                + list
                + "], or narrow the filter or the path";
    }

    /// First what has one value, then what it is sorted by; else the first that has a range.
    private static Set<Pointer> index(Query query, Conditions conditions) {
        var pointers =
                new LinkedHashSet<>(
                        conditions.fixed().stream()
                                .sorted(Comparator.comparing(Pointer::text))
                                .toList());
        int fixed = pointers.size();
        for (int part : Plan.parts(query, conditions)) {
            Pointer pointer = query.orderBy().get(part).pointer();
            if (pointer != null) {
                pointers.add(pointer);
            }
        }
        if (pointers.size() == fixed) {
            conditions.known().stream()
                    .filter(pointer -> !pointers.contains(pointer))
                    .findFirst()
                    .ifPresent(pointers::add);
        }
        return pointers;
    }
}
