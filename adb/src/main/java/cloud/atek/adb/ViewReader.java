package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.RowKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One connection that reads a view. One thread at a time.
final class ViewReader implements AutoCloseable {

    private static final String COLUMNS = "SELECT path, seq, value FROM record ";
    private static final String COUNTS =
            "SELECT (SELECT count(*) FROM record), versions, seq FROM position";
    private static final String RANGE = "WHERE path >= ? AND path < ? ORDER BY path ";

    private final Connection connection;
    private final PreparedStatement get;
    private final PreparedStatement forwards;
    private final PreparedStatement backwards;
    private final QueryReader queries;
    private final MappingReader mappings;
    private final BlobReader blobs;

    ViewReader(Path file) throws SQLException {
        this.connection = Sqlite.reader(file);
        this.get = connection.prepareStatement("SELECT seq, value FROM record WHERE path = ?");
        this.forwards = connection.prepareStatement(COLUMNS + RANGE + "LIMIT ?");
        this.backwards = connection.prepareStatement(COLUMNS + RANGE + "DESC LIMIT ?");
        this.queries = new QueryReader(connection);
        this.mappings = new MappingReader(connection);
        this.blobs = new BlobReader(connection);
    }

    QueryReader queries() {
        return queries;
    }

    MappingReader mappings() {
        return mappings;
    }

    BlobReader blobs() {
        return blobs;
    }

    Optional<Stored> get(KeyPath path) throws SQLException {
        get.setBytes(1, PathBytes.of(path));
        try (ResultSet found = get.executeQuery()) {
            return found.next()
                    ? Optional.of(new Stored(path, found.getLong(1), found.getString(2)))
                    : Optional.empty();
        }
    }

    Map<RowKey, Long> purged() throws SQLException {
        return PurgedRows.all(connection);
    }

    /// How many records and versions there are, and up to which commit.
    Counts counts() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNTS)) {
            row.next();
            return new Counts(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /// @param seq the commit that was applied last
    record Counts(long records, long versions, long seq) {}

    /// The first records, fewer than `limit` when they are large, and at least one if there is one.
    List<Stored> part(KeyRange range, int limit, boolean reverse) throws SQLException {
        var part = new ArrayList<Stored>();
        long chars = 0;
        try (ResultSet found = bound(range, limit, reverse).executeQuery()) {
            while (chars < Limits.MERGE_READ_CHARS && found.next()) {
                part.add(stored(found));
                chars += part.getLast().json().length();
            }
        }
        return part;
    }

    /// @throws InvalidRecordException when it is larger than [Limits#LIST_CHARS_MAX]
    List<Stored> list(KeyRange range, int limit, boolean reverse) throws SQLException {
        var list = new ArrayList<Stored>();
        long chars = 0;
        try (ResultSet found = bound(range, limit, reverse).executeQuery()) {
            while (found.next()) {
                Stored stored = stored(found);
                chars += stored.json().length();
                if (chars > Limits.LIST_CHARS_MAX) {
                    throw new InvalidRecordException(
                            "The list is larger than %,d characters: ask for a part by limit and gt"
                                    .formatted(Limits.LIST_CHARS_MAX));
                }
                list.add(stored);
            }
        }
        return list;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bound(KeyRange range, int limit, boolean reverse)
            throws SQLException {
        PreparedStatement query = reverse ? backwards : forwards;
        query.setBytes(1, range.from());
        query.setBytes(2, range.to());
        query.setInt(3, limit);
        return query;
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(PathBytes.parse(row.getBytes(1)), row.getLong(2), row.getString(3));
    }
}
