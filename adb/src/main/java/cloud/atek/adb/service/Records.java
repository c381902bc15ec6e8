package cloud.atek.adb.service;

import cloud.atek.adb.Stored;
import cloud.atek.adb.Version;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.RecordVersion;
import cloud.atek.api.adb.KeyPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.util.List;

/// How records go out. Their values go as the text that is stored: nothing here reads it.
final class Records {

    private Records() {}

    /// @param id of the database
    /// @param keyFrom how many names of the path the record's key leaves out
    static DbRecord of(String id, Stored stored, int keyFrom, boolean withSequence) {
        String path = stored.path().toString();
        return new DbRecord(
                key(stored.path(), keyFrom),
                path,
                url(id, path),
                withSequence ? stored.sequence() : null,
                raw(stored.json()));
    }

    /// @param id of the database
    static RecordVersion of(String id, Version version) {
        String path = version.path().toString();
        Instant time = version.time();
        String json = version.json();
        return new RecordVersion(
                version.path().name(),
                path,
                url(id, path),
                version.sequence(),
                time == null ? null : time.toString(),
                version.put() ? null : true,
                json == null ? null : raw(json));
    }

    private static String key(KeyPath path, int from) {
        List<String> names = path.segments();
        return String.join("/", names.subList(from, names.size()));
    }

    static String url(String id, String path) {
        return "hyper://" + id + path;
    }

    static JsonNode raw(String json) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
    }
}
