package cloud.atek.adb;

import cloud.atek.api.adb.Pointer;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a query selects of each record: the values at some pointers, in the nesting they have. Of
/// an array only the elements that are named remain, in their order.
final class Projection {

    private final Map<String, Projection> members = new TreeMap<>();
    private boolean whole;

    static Projection of(List<Pointer> pointers) {
        var root = new Projection();
        pointers.forEach(pointer -> root.add(pointer.compiled()));
        return root;
    }

    /// An empty object when the record has none of it.
    JsonNode of(JsonNode record) {
        JsonNode selected = select(record);
        return selected == null ? JsonNodeFactory.instance.objectNode() : selected;
    }

    private void add(JsonPointer pointer) {
        Projection at = this;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            at = at.members.computeIfAbsent(rest.getMatchingProperty(), _ -> new Projection());
        }
        at.whole = true;
    }

    private @Nullable JsonNode select(JsonNode from) {
        if (whole) {
            return from;
        }
        if (from.isArray()) {
            return elements(from);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        from.properties()
                .forEach(member -> {
                    Projection part = members.get(member.getKey());
                    JsonNode selected = part == null ? null : part.select(member.getValue());
                    if (selected != null) {
                        object.set(member.getKey(), selected);
                    }
                });
        return object.isEmpty() ? null : object;
    }

    private @Nullable JsonNode elements(JsonNode from) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < from.size(); i++) {
            Projection part = members.get(Integer.toString(i));
            JsonNode selected = part == null ? null : part.select(from.get(i));
            if (selected != null) {
                array.add(selected);
            }
        }
        return array.isEmpty() ? null : array;
    }
}
