package cloud.atek.adb;

import cloud.atek.api.adb.Query;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the answer to a query of what was found for it.
final class PageOf {

    private PageOf() {}

    /// Where the JSON of a record is.
    @FunctionalInterface
    interface Values {
        String json(PageBuilder.Found found) throws SQLException;
    }

    /// As many records as fit, and the cursor of the next page if there is one.
    ///
    /// @param question what of the query its cursors belong to
    static Page records(
            Query query, String question, PageBuilder builder, Values values, @Nullable Long count)
            throws SQLException {
        List<PageBuilder.Found> found = builder.found();
        var records = new ArrayList<Stored>();
        long chars = 0;
        PageBuilder.Found last = null;
        String lastJson = "";
        for (PageBuilder.Found one : found) {
            String json = values.json(one);
            chars += json.length();
            boolean full = !records.isEmpty() && chars > Limits.PAGE_CHARS_MAX;
            if (full || records.size() == query.limit()) {
                break;
            }
            records.add(new Stored(PathBytes.parse(one.path()), one.sequence(), json));
            last = one;
            lastJson = json;
        }
        String next = null;
        if (last != null && records.size() < found.size()) {
            List<byte[]> keys = builder.keys(RecordJson.read(lastJson));
            next = new QueryCursor(keys, last.path()).write(question);
        }
        return new Page(selected(query, records), next, count);
    }

    private static List<Stored> selected(Query query, List<Stored> records) {
        if (query.select() == null) {
            return records;
        }
        Projection projection = Projection.of(query.select());
        return records.stream()
                .map(one ->
                        new Stored(
                                one.path(),
                                one.sequence(),
                                projection.of(RecordJson.read(one.json())).toString()))
                .toList();
    }
}
