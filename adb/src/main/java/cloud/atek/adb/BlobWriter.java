package cloud.atek.adb;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The blobs of a view: where which content is. One thread at a time.
final class BlobWriter {

    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE blob (row BLOB NOT NULL PRIMARY KEY, path BLOB NOT NULL UNIQUE,"
                            + " seq INTEGER NOT NULL, hash BLOB NOT NULL, size INTEGER NOT NULL,"
                            + " type TEXT NOT NULL) STRICT",
                    "CREATE INDEX blob_hash ON blob (hash, size)");

    private static final String PUT =
            "INSERT INTO blob (row, path, seq, hash, size, type) VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (row) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,"
                    + " size = excluded.size, type = excluded.type";

    private final PreparedStatement put;
    private final PreparedStatement delete;

    BlobWriter(Connection connection) throws SQLException {
        this.put = connection.prepareStatement(PUT);
        this.delete = connection.prepareStatement("DELETE FROM blob WHERE row = ?");
    }

    void put(Event.Put row, long sequence) throws SQLException {
        Blob blob = BlobEvents.read(row, sequence);
        put.setBytes(1, row.key().toArray());
        put.setBytes(2, PathBytes.of(blob.path()));
        put.setLong(3, sequence);
        put.setBytes(4, blob.hash().value().toArray());
        put.setLong(5, blob.size());
        put.setString(6, blob.type());
        put.executeUpdate();
    }

    /// Whatever kind of row that was.
    void drop(RowKey row) throws SQLException {
        delete.setBytes(1, row.toArray());
        delete.executeUpdate();
    }
}
