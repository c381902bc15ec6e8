package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.TextQuery;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds records by words, the best first. One thread at a time.
final class WordSearch {

    private final Statements statements;
    private final IndexCatalog catalog;

    WordSearch(Statements statements, IndexCatalog catalog) {
        this.statements = statements;
        this.catalog = catalog;
    }

    /// @throws InvalidRecordException when no index has these words, or too many records do
    Page page(TextQuery query) throws SQLException {
        String question = query.path() + "\n" + query.pointers() + "\n" + query.text();
        QueryCursor after = cursor(query.after(), question);
        LiveIndex index = index(query);
        String words = Words.expression(query.text(), columns(index, query.pointers()));
        requireFew(index, words);
        List<Hit> hits =
                hits(
                        index,
                        words,
                        KeyRange.below(query.path(), ListOptions.ALL),
                        after,
                        query.limit() + 1);
        return page(query, question, hits);
    }

    private LiveIndex index(TextQuery query) throws SQLException {
        List<Pointer> wanted = query.pointers() == null ? List.of() : query.pointers();
        return catalog.ready().stream()
                .filter(LiveIndex::isText)
                .filter(index -> IndexCatalog.covers(index.config().path(), query.path()))
                .filter(index -> index.config().pointers().containsAll(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidRecordException(
                                "No index of text has the words of "
                                        + query.path()
                                        + (wanted.isEmpty() ? "" : " at " + wanted)
                                        + ": define one of kind text"
                                        + underConstruction(query)));
    }

    private String underConstruction(TextQuery query) {
        try {
            return catalog.underConstruction(query.path());
        } catch (SQLException e) {
            return "";
        }
    }

    private static List<Integer> columns(LiveIndex index, @Nullable List<Pointer> pointers) {
        List<Pointer> all = index.config().pointers();
        return (pointers == null ? all : pointers).stream().map(all::indexOf).toList();
    }

    private void requireFew(LiveIndex index, String words) throws SQLException {
        String sql =
                "SELECT count(*) FROM (SELECT 1 FROM %1$s WHERE %1$s MATCH ? LIMIT ?)"
                        .formatted(index.table());
        int tooMany = Limits.TEXT_MATCHES_MAX + 1;
        try (ResultSet row = statements.bind(sql, words, tooMany).executeQuery()) {
            row.next();
            if (row.getInt(1) == tooMany) {
                throw new InvalidRecordException(
                        "More than %,d records have these words: add another word"
                                .formatted(Limits.TEXT_MATCHES_MAX));
            }
        }
    }

    private List<Hit> hits(
            LiveIndex index, String words, KeyRange range, @Nullable QueryCursor after, int limit)
            throws SQLException {
        String sql =
                ("SELECT r.id, r.path, r.seq, w.rank FROM %1$s w CROSS JOIN record r ON r.id = w.rowid"
                                + " WHERE w.%1$s MATCH ? AND r.path >= ? AND r.path < ?"
                                + " AND (w.rank, r.path) > (?, ?) ORDER BY w.rank, r.path LIMIT ?")
                        .formatted(index.table());
        double rank = after == null ? -Double.MAX_VALUE : rank(after);
        byte[] path = after == null ? new byte[0] : after.path();
        var hits = new ArrayList<Hit>();
        try (ResultSet row =
                statements
                        .bind(sql, words, range.from(), range.to(), rank, path, limit)
                        .executeQuery()) {
            while (row.next()) {
                hits.add(
                        new Hit(row.getLong(1), row.getBytes(2), row.getLong(3), row.getDouble(4)));
            }
        }
        return hits;
    }

    private Page page(TextQuery query, String question, List<Hit> hits) throws SQLException {
        var records = new ArrayList<Stored>();
        long chars = 0;
        for (Hit hit : hits) {
            String json = QueryReader.json(statements, hit.id());
            chars += json.length();
            boolean full = !records.isEmpty() && chars > Limits.PAGE_CHARS_MAX;
            if (full || records.size() == query.limit()) {
                break;
            }
            records.add(new Stored(PathBytes.parse(hit.path()), hit.sequence(), json));
        }
        if (records.isEmpty() || records.size() == hits.size()) {
            return new Page(records, null, null);
        }
        Hit last = hits.get(records.size() - 1);
        byte[] rank = ByteBuffer.allocate(Double.BYTES).putDouble(last.rank()).array();
        return new Page(records, new QueryCursor(List.of(rank), last.path()).write(question), null);
    }

    private static @Nullable QueryCursor cursor(@Nullable String after, String question) {
        return after == null ? null : QueryCursor.read(after, question, 1);
    }

    private static double rank(QueryCursor after) {
        byte[] key = after.keys().getFirst();
        double rank = key.length == Double.BYTES ? ByteBuffer.wrap(key).getDouble() : Double.NaN;
        if (Double.isNaN(rank)) {
            throw QueryCursor.unknown();
        }
        return rank;
    }

    /// A record with the words.
    ///
    /// @param rank the smaller the better
    @SuppressWarnings("ArrayRecordComponent")
    private record Hit(long id, byte[] path, long sequence, double rank) {}
}
