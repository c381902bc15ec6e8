package cloud.atek.adb;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows that were purged, in a view or an index of the history. One thread at a time.
final class PurgedRows {

    static final String TABLE =
            "CREATE TABLE purged (row BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID";

    private static final Logger log = LoggerFactory.getLogger(PurgedRows.class);

    private PurgedRows() {}

    /// Takes up what a commit purged, in the transaction that applies it.
    ///
    /// @return the rows
    static List<RowKey> add(Connection connection, Event.Put purge, long sequence)
            throws SQLException {
        List<RowKey> rows;
        try {
            rows = PurgeEvents.read(purge).keys();
        } catch (IOException e) {
            log.warn("a purge is passed over: this version does not know its form", e);
            return List.of();
        }
        try (PreparedStatement add =
                connection.prepareStatement("INSERT OR REPLACE INTO purged VALUES (?, ?)")) {
            for (RowKey row : rows) {
                add.setBytes(1, row.toArray());
                add.setLong(2, sequence);
                add.addBatch();
            }
            add.executeBatch();
        }
        Scrub.ask(connection);
        return rows;
    }

    /// All, and the newest commit that purged each.
    static Map<RowKey, Long> all(Connection connection) throws SQLException {
        var all = new HashMap<RowKey, Long>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT row, seq FROM purged")) {
            while (row.next()) {
                all.put(IndexWriter.key(row.getBytes(1)), row.getLong(2));
            }
        }
        return all;
    }
}
