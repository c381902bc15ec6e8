package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.Pointer;
import cloud.atek.datachain.RowKey;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One index in a view and how far it is. It has the records from its folder's first to the one at
/// `built`, in the order of their paths; when it is ready it has all.
///
/// @param id its number in the view, never used again
/// @param built path bytes; empty when it has none yet
/// @param entries how many records it had when it was built so far
@SuppressWarnings("ArrayRecordComponent")
record LiveIndex(
        long id,
        RowKey row,
        IndexConfig config,
        KeyRange range,
        List<JsonPointer> pointers,
        byte[] built,
        boolean ready,
        long entries) {

    static LiveIndex of(
            long id, RowKey row, IndexConfig config, byte[] built, boolean ready, long entries) {
        return new LiveIndex(
                id,
                row,
                config,
                KeyRange.below(config.path(), ListOptions.ALL),
                config.pointers().stream().map(Pointer::compiled).toList(),
                built,
                ready,
                entries);
    }

    /// Whether it has the record at this path, if there is one.
    boolean has(byte[] path) {
        return range.contains(path) && (ready || Arrays.compareUnsigned(path, built) <= 0);
    }

    boolean isText() {
        return config.kind() == IndexConfig.Kind.TEXT;
    }

    /// The table of an index of text. A number and nothing else of ours is in its name.
    String table() {
        return "words_" + id;
    }

    /// What the index says of a record: for values one key; for text the words at each pointer.
    Entry entry(byte[] path, JsonNode record) {
        return isText()
                ? new Entry(
                        path, new byte[0], pointers.stream().map(at -> words(record, at)).toList())
                : new Entry(path, key(record), List.of());
    }

    private byte[] key(JsonNode record) {
        var key = new ByteArrayOutputStream();
        pointers.forEach(at -> key.writeBytes(OrderKey.of(record.at(at)).bytes()));
        return key.toByteArray();
    }

    private static String words(JsonNode record, JsonPointer at) {
        var words = new StringBuilder();
        collect(record.at(at), words);
        return words.toString();
    }

    private static void collect(JsonNode json, StringBuilder words) {
        if (json.isTextual()) {
            // A zero would end the text for the tokenizer.
            words.append(json.textValue().replace('\0', ' ')).append('\n');
        }
        json.forEach(child -> collect(child, words));
    }

    /// One record's place in an index.
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] path, byte[] key, List<String> words) {

        boolean says(@Nullable Entry other) {
            return other != null
                    && Arrays.equals(path, other.path)
                    && Arrays.equals(key, other.key)
                    && words.equals(other.words);
        }
    }
}
