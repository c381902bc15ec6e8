package cloud.atek.adb;

import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.crypto.Bytes;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the definition of a view makes of a record. Pure.
final class Mapping {

    private final Predicate<JsonNode> where;
    private final List<JsonPointer> key;
    private final List<JsonPointer> value;

    Mapping(ViewConfig config) {
        this.where = Matcher.of(config.where());
        this.key = config.key().stream().map(Pointer::compiled).toList();
        this.value = config.value().stream().map(Pointer::compiled).toList();
    }

    /// The entries of a record, each once.
    Mapped of(JsonNode record) {
        if (!where.test(record)) {
            return Mapped.NOTHING;
        }
        var unwinding = new Unwinding(record, key, value);
        boolean cut = !unwinding.run();
        var entries = new ArrayList<Entry>();
        long chars = 0;
        for (List<JsonNode> row : unwinding.rows()) {
            Entry entry = entry(row, entries.size());
            chars += entry.keys().length();
            chars += entry.value() == null ? 0 : entry.value().length();
            if (chars > Limits.MAPPED_CHARS_MAX) {
                cut = true;
                break;
            }
            entries.add(entry);
        }
        return new Mapped(entries, cut);
    }

    /// The joined [OrderKey]s of the beginning of a key.
    static byte[] bytes(List<JsonNode> keys) {
        var bytes = new ByteArrayOutputStream();
        keys.forEach(one -> bytes.writeBytes(OrderKey.of(one).bytes()));
        return bytes.toByteArray();
    }

    private Entry entry(List<JsonNode> row, int number) {
        List<JsonNode> keys = row.subList(0, key.size());
        String json = value.isEmpty() ? null : array(row.subList(key.size(), row.size()));
        return new Entry(Bytes.owning(bytes(keys)), number, array(keys), json);
    }

    private static String array(List<JsonNode> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(one -> array.add(one.isMissingNode() ? NullNode.instance : one));
        return array.toString();
    }

    /// All entries of one record.
    ///
    /// @param cut whether some were left out for the limits
    record Mapped(List<Entry> entries, boolean cut) {

        static final Mapped NOTHING = new Mapped(List.of(), false);
    }

    /// One place of a record in a view.
    ///
    /// @param key joined order keys
    /// @param number from 0, in the order of the record's entries
    /// @param keys a JSON array
    /// @param value a JSON array
    record Entry(Bytes key, int number, String keys, @Nullable String value) {}
}
