package cloud.atek.adb;

import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewQuery;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the views that callers defined, each page from one state. One thread at a time.
final class MappingReader {

    private static final String COLUMNS =
            "SELECT m.key, m.path, m.number, r.seq, m.keys, m.value FROM mapped m"
                    + " CROSS JOIN record r ON r.id = m.record WHERE m.mapping = ?";
    private static final String UP =
            COLUMNS
                    + " AND (m.key, m.path, m.number) > (?, ?, ?) AND m.key < ?"
                    + " ORDER BY m.key, m.path, m.number LIMIT ?";
    private static final String DOWN =
            COLUMNS
                    + " AND (m.key, m.path, m.number) < (?, ?, ?) AND m.key >= ?"
                    + " ORDER BY m.key DESC, m.path DESC, m.number DESC LIMIT ?";

    private final Statements statements;

    MappingReader(Connection connection) {
        this.statements = new Statements(connection);
    }

    /// By their names.
    List<ViewInfo> infos() throws SQLException {
        return statements.snapshot(() -> {
            var infos = new ArrayList<ViewInfo>();
            for (LiveMapping one : MappingWriter.list(statements.connection())) {
                infos.add(info(one));
            }
            infos.sort(Comparator.comparing(info -> info.view().name()));
            return infos;
        });
    }

    /// @throws InvalidRecordException when there is no such view, it is being built, or the cursor
    ///   is not its own
    MappedPage page(String name, ViewQuery query) throws SQLException {
        return statements.snapshot(() -> page(ready(name), query));
    }

    private MappedPage page(LiveMapping of, ViewQuery query) throws SQLException {
        String question = of.config().toJson() + query.after(null).limit(1).toJson().toString();
        KeySpan span = span(query);
        if (span == null) {
            return new MappedPage(List.of(), null);
        }
        String after = query.after();
        QueryCursor place = after == null ? null : QueryCursor.read(after, question, 2);
        PreparedStatement rows =
                query.reverse() ? down(of, span, place, query) : up(of, span, place, query);
        var entries = new ArrayList<MappedPage.Entry>();
        long chars = 0;
        QueryCursor last = null;
        try (ResultSet row = rows.executeQuery()) {
            while (row.next()) {
                MappedPage.Entry entry = entry(row);
                chars += entry.keys().length();
                chars += entry.value() == null ? 0 : entry.value().length();
                boolean full = chars > Limits.PAGE_CHARS_MAX && !entries.isEmpty();
                if (last != null && (full || entries.size() == query.limit())) {
                    return new MappedPage(entries, last.write(question));
                }
                entries.add(entry);
                last = place(row);
            }
        }
        return new MappedPage(entries, null);
    }

    private PreparedStatement up(
            LiveMapping of, KeySpan span, @Nullable QueryCursor place, ViewQuery query)
            throws SQLException {
        byte[] from = place == null ? span.from() : place.keys().getFirst();
        return statements.bind(
                UP,
                of.id(),
                from,
                place == null ? new byte[0] : place.path(),
                place == null ? -1 : number(place),
                span.to(),
                query.limit() + 1);
    }

    private PreparedStatement down(
            LiveMapping of, KeySpan span, @Nullable QueryCursor place, ViewQuery query)
            throws SQLException {
        byte[] to = place == null ? span.to() : place.keys().getFirst();
        return statements.bind(
                DOWN,
                of.id(),
                to,
                place == null ? new byte[0] : place.path(),
                place == null ? -1 : number(place),
                span.from(),
                query.limit() + 1);
    }

    /// @return null when there is nothing between the bounds
    private static @Nullable KeySpan span(ViewQuery query) {
        KeySpan span =
                query.prefix().isEmpty() ? KeySpan.ALL : KeySpan.beginning(key(query.prefix()));
        byte[] from = span.from();
        byte[] to = span.to();
        if (query.gte() != null) {
            from = KeySpan.greater(from, key(query.gte()));
        }
        if (query.gt() != null) {
            from = KeySpan.greater(from, OrderKey.behind(key(query.gt())));
        }
        if (query.lt() != null) {
            to = KeySpan.smaller(to, key(query.lt()));
        }
        if (query.lte() != null) {
            to = KeySpan.smaller(to, OrderKey.behind(key(query.lte())));
        }
        return Arrays.compareUnsigned(from, to) < 0 ? new KeySpan(from, to) : null;
    }

    private static byte[] key(List<JsonNode> values) {
        return Mapping.bytes(values);
    }

    private LiveMapping ready(String name) throws SQLException {
        LiveMapping found =
                MappingWriter.list(statements.connection()).stream()
                        .filter(one -> one.config().name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new InvalidRecordException(
                                        "There is no view \"%s\": define it first"
                                                .formatted(name)));
        if (!found.isReady()) {
            throw new InvalidRecordException(
                    "The view \"%s\" is being built (%d %%): try again later"
                            .formatted(name, (int) (100 * info(found).progress())));
        }
        return found;
    }

    private ViewInfo info(LiveMapping one) throws SQLException {
        boolean ready = one.isReady();
        double progress = 1;
        if (!ready) {
            try (ResultSet row =
                    statements
                            .bind(
                                    "SELECT count(*) FROM record WHERE path >= ? AND path < ?",
                                    one.range().from(),
                                    one.range().to())
                            .executeQuery()) {
                row.next();
                double all = Math.max(1, row.getLong(1));
                progress = Math.min(1, one.progress().records() / all);
            }
        }
        return new ViewInfo(one.config(), ready, progress, one.progress().cut());
    }

    private static MappedPage.Entry entry(ResultSet row) throws SQLException {
        return new MappedPage.Entry(
                PathBytes.parse(row.getBytes(2)),
                row.getLong(4),
                row.getString(5),
                row.getString(6));
    }

    private static QueryCursor place(ResultSet row) throws SQLException {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(row.getInt(3)).array();
        return new QueryCursor(List.of(row.getBytes(1), number), row.getBytes(2));
    }

    private static int number(QueryCursor place) {
        byte[] number = place.keys().getLast();
        if (number.length != Integer.BYTES) {
            throw QueryCursor.unknown();
        }
        return ByteBuffer.wrap(number).getInt();
    }
}
