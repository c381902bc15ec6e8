package cloud.atek.host.serverdb;

import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.StorageApi;
import cloud.atek.host.export.ExportLines;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The databases of users, as the host handles them when a user leaves. Thread-safe.
public final class Databases {

    /// The most blobs that one call tells of.
    private static final int PAGE = 10_000;

    private final AdbClient adb;

    Databases(AdbClient adb) {
        this.adb = adb;
    }

    /// All databases of a user.
    public List<AdbApi.DbInfo> of(UserKey user) {
        var found = new ArrayList<AdbApi.DbInfo>();
        for (JsonNode info : adb.call("adminListDbsByOwningUser", user.value())) {
            found.add(MessageCodec.JSON.convertValue(info, AdbApi.DbInfo.class));
        }
        return found;
    }

    public AdbApi.DbStat stat(String dbId) {
        return MessageCodec.JSON.convertValue(adb.call("stat", dbId), AdbApi.DbStat.class);
    }

    /// Calls a method whose first param is the database.
    public JsonNode call(String dbId, String method, Object... params) {
        return adb.call(method, Stream.concat(Stream.of(dbId), Stream.of(params)).toArray());
    }

    /// From now on it is another user's, of the same service.
    public void give(String dbId, UserKey user) {
        var owner = new AdbApi.Owner(user.value(), null);
        call(dbId, "adminEditDbConfig", new AdbApi.DbAdminConfig(owner, null, null));
    }

    /// Takes all that was ever in a database off the disk, and forgets that there was one.
    public void erase(String dbId) {
        JsonNode blobs = blobs(dbId);
        while (!blobs.isEmpty()) {
            for (JsonNode blob : blobs) {
                call(dbId, "blobDelete", ExportLines.blobPath(blob));
            }
            JsonNode left = blobs(dbId);
            if (left.equals(blobs)) {
                break;
            }
            blobs = left;
        }
        call(dbId, "purge", KeyPath.ROOT, new StorageApi.PurgeOptions(true));
        call(dbId, "compact");
        call(dbId, "adminDeleteDb");
    }

    private JsonNode blobs(String dbId) {
        var options = new AdbApi.ListOptions(null, null, null, null, PAGE, null);
        return call(dbId, "blobList", KeyPath.ROOT, options).path("blobs");
    }
}
