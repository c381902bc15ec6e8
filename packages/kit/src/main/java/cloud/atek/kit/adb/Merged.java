package cloud.atek.kit.adb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.api.adb.MergePage;
import java.util.List;

/// Some databases, read as one. Thread-safe; it calls and fails as [Adb] says.
public final class Merged {

    private final AdbApi api;
    private final List<String> ids;

    Merged(AdbApi api, List<String> ids) {
        this.api = api;
        this.ids = ids;
    }

    /// The first page of the records below `path`.
    public MergePage list(String path) {
        return list(KeyPath.parse(path), MergeOptions.ALL);
    }

    /// Ordered by the bytes of their paths, those of one path in the order of the databases; their
    /// `url` tells whose a record is.
    public MergePage list(KeyPath path, MergeOptions options) {
        return api.recordMerge(ids, path, options);
    }
}
