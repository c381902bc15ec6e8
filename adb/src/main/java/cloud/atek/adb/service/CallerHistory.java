package cloud.atek.adb.service;

import cloud.atek.adb.Difference;
import cloud.atek.adb.Stored;
import cloud.atek.adb.Version;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.Diff;
import cloud.atek.api.adb.AdbApi.DiffOptions;
import cloud.atek.api.adb.AdbApi.HistoryOptions;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.AdbApi.RecordHistory;
import cloud.atek.api.adb.DbState;
import cloud.atek.api.adb.KeyPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one caller learns of the past. Who may read a database may read all that it was.
final class CallerHistory {

    private static final int VERSIONS = 100;

    private final Rights rights;

    CallerHistory(Rights rights) {
        this.rights = rights;
    }

    RecordHistory of(String dbId, KeyPath path, @Nullable HistoryOptions options)
            throws IOException {
        String id = rights.readable(dbId);
        Long before = options == null ? null : options.before();
        Integer limit = options == null ? null : options.limit();
        List<Version> versions =
                rights.databases()
                        .with(
                                id,
                                db ->
                                        db.history(
                                                path,
                                                before == null ? Long.MAX_VALUE : before,
                                                limit == null ? VERSIONS : limit));
        return new RecordHistory(versions.stream().map(one -> Records.of(id, one)).toList());
    }

    List<Diff> diff(String dbId, DiffOptions options) throws IOException {
        String id = rights.readable(dbId);
        DbState right = options.right() == null ? DbState.NOW : options.right();
        String leftId = id(options.left(), id);
        String rightId = id(right, id);
        KeyPath base = options.path() == null ? KeyPath.ROOT : options.path();
        var all = new ArrayList<Diff>();
        for (KeyPath folder : folders(base, options.tableIds())) {
            List<Difference> found =
                    leftId.equals(rightId)
                            ? differences(leftId, folder, options.left(), right)
                            : Difference.between(
                                    list(leftId, folder, options.left()),
                                    list(rightId, folder, right));
            int depth = base.segments().size();
            for (Difference one : found) {
                all.add(
                        new Diff(
                                record(leftId, one.left(), depth),
                                record(rightId, one.right(), depth)));
            }
        }
        return all;
    }

    private List<Difference> differences(String id, KeyPath folder, DbState left, DbState right)
            throws IOException {
        return rights.databases().with(id, db -> db.differences(folder, left.at(), right.at()));
    }

    private List<Stored> list(String id, KeyPath folder, DbState state) throws IOException {
        ListOptions options = state.at() == null ? ListOptions.ALL : ListOptions.ALL.at(state.at());
        return rights.databases().with(id, db -> db.list(folder, options));
    }

    private String id(DbState state, String otherwise) throws IOException {
        return state.dbId() == null ? otherwise : rights.readable(state.dbId());
    }

    /// One after the other, none twice.
    private static List<KeyPath> folders(KeyPath base, @Nullable List<String> tables) {
        if (tables == null) {
            return List.of(base);
        }
        var paths = new ArrayList<KeyPath>();
        for (String table : new TreeSet<>(tables)) {
            var names = new ArrayList<>(base.segments());
            names.addAll(KeyPath.parse(table).segments());
            paths.add(new KeyPath(names));
        }
        return paths;
    }

    private static @Nullable DbRecord record(String id, @Nullable Stored stored, int depth) {
        return stored == null ? null : Records.of(id, stored, depth, true);
    }
}
