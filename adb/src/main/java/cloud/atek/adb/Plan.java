package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way to answer a query.
///
/// @param index null to go by the path
/// @param prefix what all keys in the spans begin with: the parts that are pinned to one value
/// @param spans of the index's keys, in ascending order; none without an index
/// @param range the paths that are asked for
/// @param wholeRange whether the index has no records but those of the range
/// @param rest what each record must be asked; null for nothing
/// @param fixed how many of the index's pointers are pinned to one key
/// @param ranged whether the filter narrows the part behind the fixed ones
/// @param sorted the place in the query's order of each part of the key behind the fixed ones, when
///   the records come in order; null when they must be sorted
@SuppressWarnings("ArrayRecordComponent")
record Plan(
        @Nullable LiveIndex index,
        byte[] prefix,
        List<KeySpan> spans,
        KeyRange range,
        boolean wholeRange,
        @Nullable Filter rest,
        int fixed,
        boolean ranged,
        @Nullable List<Integer> sorted) {

    /// All ways, the most promising first; the last one goes by the path.
    static List<Plan> of(Query query, Conditions conditions, List<LiveIndex> indexes) {
        var plans = new ArrayList<Plan>();
        for (LiveIndex index : indexes) {
            if (index.isText() || !IndexCatalog.covers(index.config().path(), query.path())) {
                continue;
            }
            Plan plan = by(index, query, conditions);
            if (plan.score() > 0) {
                plans.add(plan);
            }
        }
        plans.sort(Comparator.comparingInt(Plan::score).reversed());
        List<Integer> parts = parts(query, conditions);
        plans.add(
                new Plan(
                        null,
                        new byte[0],
                        List.of(),
                        KeyRange.below(query.path(), ListOptions.ALL),
                        true,
                        conditions.rest(List.of()),
                        0,
                        false,
                        parts.isEmpty() ? parts : null));
        return plans;
    }

    boolean isOrdered() {
        return sorted != null;
    }

    /// Whether it reads what it answers and nothing else, so that it may be of any size.
    boolean isDirect() {
        return isOrdered() && rest == null && wholeRange;
    }

    /// The places in the query's order of what the records are really to be sorted by: neither the
    /// path nor what is the same in all.
    static List<Integer> parts(Query query, Conditions conditions) {
        var fixed = new HashSet<>(conditions.fixed());
        var parts = new ArrayList<Integer>();
        for (int i = 0; i < query.orderBy().size(); i++) {
            Pointer pointer = query.orderBy().get(i).pointer();
            if (pointer != null && fixed.add(pointer)) {
                parts.add(i);
            }
        }
        return parts;
    }

    /// The direction of the paths of records that are the same otherwise.
    static boolean descends(Query query) {
        return !query.orderBy().isEmpty() && query.orderBy().getLast().descending();
    }

    private static Plan by(LiveIndex index, Query query, Conditions conditions) {
        List<Pointer> pointers = index.config().pointers();
        var used = new ArrayList<Pointer>();
        byte[] prefix = new byte[0];
        List<KeySpan> spans = List.of(KeySpan.ALL);
        int fixed = 0;
        boolean ranged = false;
        for (Pointer pointer : pointers) {
            List<KeySpan> known = conditions.at(pointer);
            if (known == null) {
                break;
            }
            used.add(pointer);
            if (known.size() != 1 || !known.getFirst().isOneKey()) {
                spans = known;
                ranged = true;
                break;
            }
            prefix = known.getFirst().behind(prefix).from();
            fixed++;
        }
        byte[] start = prefix;
        return new Plan(
                index,
                start,
                spans.stream().map(span -> span.behind(start)).toList(),
                KeyRange.below(query.path(), ListOptions.ALL),
                index.config().path().equals(query.path()),
                conditions.rest(used),
                fixed,
                ranged,
                sorted(pointers.subList(fixed, pointers.size()), query, conditions));
    }

    private static @Nullable List<Integer> sorted(
            List<Pointer> pointers, Query query, Conditions conditions) {
        List<Integer> parts = parts(query, conditions);
        boolean asked =
                parts.stream().map(i -> query.orderBy().get(i).pointer()).toList().equals(pointers);
        boolean oneWay =
                parts.stream()
                        .allMatch(i -> query.orderBy().get(i).descending() == descends(query));
        return asked && oneWay ? parts : null;
    }

    /// 0 when the index is of no use.
    private int score() {
        boolean sorts = sorted != null && !sorted.isEmpty();
        return 4 * fixed + (ranged ? 2 : 0) + (sorts ? 1 : 0);
    }
}
