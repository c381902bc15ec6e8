package cloud.atek.earthstar.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What somebody says is a document: the fields of a JSON object, of any names and types.
///
/// @param fields in the order in which they came
public record RawDocument(SequencedMap<String, Field> fields) {

    /// A value as far as it matters here.
    public sealed interface Field {

        record Text(String value) implements Field {}

        /// As JavaScript has it; too large ones are infinite.
        record Numeric(double value) implements Field {}

        record Nothing() implements Field {}

        /// True, false, an array or an object: no field of a document is such a thing.
        record Other() implements Field {}
    }

    public RawDocument {
        fields = new LinkedHashMap<>(fields);
    }

    /// What is not to be signed over: names with an underscore in front, which copies may carry.
    public RawDocument withoutNotes() {
        if (!noted()) {
            return this;
        }
        var kept = new LinkedHashMap<String, Field>();
        for (Map.Entry<String, Field> each : fields.entrySet()) {
            if (!each.getKey().startsWith("_")) {
                kept.put(each.getKey(), each.getValue());
            }
        }
        return new RawDocument(kept);
    }

    private boolean noted() {
        for (String name : fields.keySet()) {
            if (name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }
}
