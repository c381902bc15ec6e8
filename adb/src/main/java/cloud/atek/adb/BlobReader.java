package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the blobs of a view. One thread at a time.
final class BlobReader {

    private static final String COLUMNS = "SELECT path, seq, hash, size, type FROM blob ";
    private static final String RANGE = "WHERE path >= ? AND path < ? ORDER BY path ";
    private static final String TOTAL =
            "SELECT (SELECT count(*) FROM blob), coalesce(sum(size), 0)"
                    + " FROM (SELECT DISTINCT hash, size FROM blob)";

    private final Statements statements;

    BlobReader(Connection connection) {
        this.statements = new Statements(connection);
    }

    Optional<Blob> get(byte[] path) throws SQLException {
        List<Blob> found = read(COLUMNS + "WHERE path = ?", path);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    List<Blob> list(KeyRange range, int limit, boolean reverse) throws SQLException {
        String order = reverse ? "DESC LIMIT ?" : "LIMIT ?";
        return read(COLUMNS + RANGE + order, range.from(), range.to(), limit);
    }

    /// Whether any path has this content.
    boolean refersTo(Hash hash) throws SQLException {
        return !read(COLUMNS + "WHERE hash = ? LIMIT 1", hash.value().toArray()).isEmpty();
    }

    Total total() throws SQLException {
        try (Statement statement = statements.connection().createStatement();
                ResultSet row = statement.executeQuery(TOTAL)) {
            row.next();
            return new Total(row.getLong(1), row.getLong(2));
        }
    }

    /// @param blobs paths that have one
    /// @param bytes of their contents, each counted once
    record Total(long blobs, long bytes) {}

    private List<Blob> read(String sql, Object... bound) throws SQLException {
        var list = new ArrayList<Blob>();
        try (ResultSet row = statements.bind(sql, bound).executeQuery()) {
            while (row.next()) {
                list.add(
                        new Blob(
                                PathBytes.parse(row.getBytes(1)),
                                row.getLong(2),
                                new Hash(Bytes.owning(row.getBytes(3))),
                                row.getLong(4),
                                row.getString(5)));
            }
        }
        return list;
    }
}
