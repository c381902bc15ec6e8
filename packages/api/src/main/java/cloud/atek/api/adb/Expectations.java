package cloud.atek.api.adb;

import cloud.atek.api.adb.AdbApi.Expected;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What must be so of some records. On the wire a list of `{path, seq}`, or an object of sequences
/// by path: `{"/a/b": 7}`.
///
/// @param all at most 10 000 are taken
public record Expectations(@JsonValue List<Expected> all) {

    public Expectations {
        all = List.copyOf(all);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Expectations from(JsonNode json) {
        var all = new ArrayList<Expected>();
        if (json.isObject()) {
            for (Map.Entry<String, JsonNode> one : json.properties()) {
                all.add(new Expected(KeyPath.parse(one.getKey()), sequence(one.getValue())));
            }
            return new Expectations(all);
        }
        if (!json.isArray()) {
            throw new IllegalArgumentException("want a list of {path, seq}");
        }
        for (JsonNode one : json) {
            if (!one.isObject() || !one.has("path")) {
                throw new IllegalArgumentException("want a list of {path, seq}");
            }
            all.add(new Expected(KeyPath.from(one.get("path")), sequence(one.path("seq"))));
        }
        return new Expectations(all);
    }

    private static long sequence(JsonNode json) {
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw new IllegalArgumentException("a sequence is a whole number");
        }
        return json.longValue();
    }
}
