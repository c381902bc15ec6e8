package cloud.atek.adb;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeSet;

/// Follows pointers through a record, each array that they meet replaced by one of its elements
/// after the other. Used once, by one thread.
final class Unwinding {

    private static final Comparator<List<JsonNode>> ORDER = Unwinding::compare;

    private final JsonNode record;
    private final List<JsonPointer> key;
    private final List<JsonPointer> value;

    /// The element that each array is replaced by at the moment.
    private final IdentityHashMap<JsonNode, JsonNode> chosen = new IdentityHashMap<>();

    private final List<JsonNode> found = new ArrayList<>();
    private final TreeSet<List<JsonNode>> rows = new TreeSet<>(ORDER);
    private int steps;

    Unwinding(JsonNode record, List<JsonPointer> key, List<JsonPointer> value) {
        this.record = record;
        this.key = key;
        this.value = value;
    }

    /// @return false when it stopped at a limit
    boolean run() {
        return next();
    }

    /// What stands at the pointers of the key and then at those of the value: sorted, each once.
    Collection<List<JsonNode>> rows() {
        return rows;
    }

    /// Goes on with the next pointer of the key; behind the last one there is a row.
    private boolean next() {
        if (found.size() < key.size()) {
            return follow(record, key.get(found.size()), false);
        }
        var row = new ArrayList<>(found);
        value.forEach(pointer -> row.add(look(pointer)));
        if (rows.size() == Limits.MAPPED_ENTRIES_MAX && !rows.contains(row)) {
            return false;
        }
        rows.add(row);
        return true;
    }

    /// @param element whether `at` was chosen from an array that the rest of the pointer stood at
    private boolean follow(JsonNode at, JsonPointer rest, boolean element) {
        if (++steps > Limits.MAPPED_STEPS_MAX) {
            return false;
        }
        if (at.isMissingNode()) {
            return true;
        }
        if (rest.matches() && (element || !at.isArray())) {
            return reached(at);
        }
        if (!at.isArray()) {
            return follow(at.path(rest.getMatchingProperty()), rest.tail(), false);
        }
        if (!rest.matches() && rest.getMatchingIndex() >= 0) {
            return follow(at.path(rest.getMatchingIndex()), rest.tail(), false);
        }
        JsonNode known = chosen.get(at);
        return known == null ? unwind(at, rest) : follow(known, rest, true);
    }

    private boolean unwind(JsonNode array, JsonPointer rest) {
        for (JsonNode element : array) {
            chosen.put(array, element);
            if (!follow(element, rest, true)) {
                return false;
            }
        }
        chosen.remove(array);
        return true;
    }

    private boolean reached(JsonNode at) {
        found.addLast(at);
        boolean goOn = next();
        found.removeLast();
        return goOn;
    }

    /// What stands at a pointer of the value now; an array that the key does not meet stays whole.
    private JsonNode look(JsonPointer pointer) {
        JsonNode at = record;
        JsonPointer rest = pointer;
        while (!rest.matches() || chosen.containsKey(at)) {
            JsonNode known = chosen.get(at);
            boolean index = at.isArray() && !rest.matches() && rest.getMatchingIndex() >= 0;
            if (known != null && !index) {
                at = known;
                if (rest.matches()) {
                    return at;
                }
                continue;
            }
            at = index ? at.path(rest.getMatchingIndex()) : at.path(rest.getMatchingProperty());
            rest = rest.tail();
        }
        return at;
    }

    private static int compare(List<JsonNode> one, List<JsonNode> other) {
        for (int i = 0; i < one.size(); i++) {
            JsonNode a = one.get(i);
            JsonNode b = other.get(i);
            int order = same(a, b) ? 0 : JsonOrder.compare(a, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SuppressWarnings("ReferenceEquality") // A large value need not be compared with itself.
    private static boolean same(JsonNode one, JsonNode other) {
        return one == other;
    }
}
