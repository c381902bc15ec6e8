package cloud.atek.adb;

import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which indexes a view has, for those who read it. One thread at a time.
final class IndexCatalog {

    private final Statements statements;
    private Map<Long, LiveIndex> known = new HashMap<>();

    IndexCatalog(Statements statements) {
        this.statements = statements;
    }

    /// Those that queries may use, by their numbers.
    List<LiveIndex> ready() throws SQLException {
        var ids = new ArrayList<Long>();
        try (ResultSet row =
                statements
                        .bind("SELECT id FROM idx WHERE row IS NOT NULL AND ready = 1 ORDER BY id")
                        .executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        // What is ready stays as it is, and no number is used twice.
        if (!known.keySet().containsAll(ids)) {
            var fresh = new HashMap<Long, LiveIndex>();
            IndexWriter.list(statements.connection())
                    .forEach(index -> fresh.put(index.id(), index));
            known = fresh;
        }
        return ids.stream().map(known::get).toList();
    }

    /// All of them, by their names.
    List<IndexInfo> infos() throws SQLException {
        var infos = new ArrayList<IndexInfo>();
        for (LiveIndex index : IndexWriter.list(statements.connection())) {
            double progress = index.ready() ? 1 : progress(index);
            infos.add(new IndexInfo(index.config(), index.ready(), progress));
        }
        infos.sort(Comparator.comparing(info -> info.index().name()));
        return infos;
    }

    /// A word on indexes that are not ready; empty when there are none for `path`.
    String underConstruction(KeyPath path) throws SQLException {
        for (IndexInfo info : infos()) {
            if (!info.ready() && covers(info.index().path(), path)) {
                return ". The index \"%s\" is being built (%d %%): if it helps, try again later"
                        .formatted(info.index().name(), (int) (100 * info.progress()));
            }
        }
        return "";
    }

    static boolean covers(KeyPath folder, KeyPath path) {
        List<String> outer = folder.segments();
        List<String> inner = path.segments();
        return outer.size() <= inner.size() && inner.subList(0, outer.size()).equals(outer);
    }

    private double progress(LiveIndex index) throws SQLException {
        try (ResultSet row =
                statements
                        .bind(
                                "SELECT count(*) FROM record WHERE path >= ? AND path < ?",
                                index.range().from(),
                                index.range().to())
                        .executeQuery()) {
            row.next();
            return Math.min(1, index.entries() / (double) Math.max(1, row.getLong(1)));
        }
    }
}
