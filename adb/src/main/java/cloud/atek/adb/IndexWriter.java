package cloud.atek.adb;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the indexes of a view: as part of the transactions that apply commits, and in steps of its
/// own that build new ones and clear away dropped ones. One thread at a time.
final class IndexWriter {

    /// A dropped index has no row and is cleared in the background. Entries of all indexes of
    /// values are in one table, so that no statement depends on what is defined.
    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE idx (id INTEGER PRIMARY KEY AUTOINCREMENT, row BLOB UNIQUE,"
                            + " definition BLOB NOT NULL, built BLOB NOT NULL,"
                            + " ready INTEGER NOT NULL, entries INTEGER NOT NULL) STRICT",
                    "CREATE TABLE entry (ix INTEGER NOT NULL, key BLOB NOT NULL, path BLOB NOT NULL,"
                            + " record INTEGER NOT NULL, PRIMARY KEY (ix, key, path))"
                            + " STRICT, WITHOUT ROWID");

    private static final Logger log = LoggerFactory.getLogger(IndexWriter.class);

    private final Connection connection;
    private final PreparedStatement add;
    private final PreparedStatement remove;
    private final IndexBuilder builder;
    private List<LiveIndex> indexes;
    private boolean dropped;

    IndexWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.add = connection.prepareStatement("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)");
        this.remove =
                connection.prepareStatement(
                        "DELETE FROM entry WHERE ix = ? AND key = ? AND path = ?");
        this.builder = new IndexBuilder(connection, this);
        this.indexes = List.of();
        reload();
    }

    boolean isEmpty() {
        return indexes.isEmpty();
    }

    /// Whether [#step] has something to do.
    boolean isBehind() {
        return dropped || indexes.stream().anyMatch(index -> !index.ready());
    }

    /// Builds or clears a part. Call while [#isBehind], and [#reload] behind the transaction.
    void step() throws SQLException {
        LiveIndex unready =
                indexes.stream().filter(index -> !index.ready()).findFirst().orElse(null);
        if (unready == null) {
            builder.clear();
        } else {
            builder.extend(unready);
        }
    }

    /// Reads which indexes there are: at the start, and whenever a transaction was taken back.
    void reload() throws SQLException {
        indexes = list(connection);
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM idx WHERE row IS NULL LIMIT 1")) {
            dropped = found.next();
        } finally {
            connection.commit();
        }
    }

    /// Those that are defined, by their numbers.
    static List<LiveIndex> list(Connection connection) throws SQLException {
        var list = new ArrayList<LiveIndex>();
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT id, row, definition, built, ready, entries FROM idx"
                                        + " WHERE row IS NOT NULL ORDER BY id")) {
            while (found.next()) {
                list.add(
                        LiveIndex.of(
                                found.getLong(1),
                                key(found.getBytes(2)),
                                IndexEvents.read(found.getBytes(3)),
                                found.getBytes(4),
                                found.getBoolean(5),
                                found.getLong(6)));
            }
        } catch (IOException e) {
            throw new SQLException("the view has a broken index", e);
        }
        return list;
    }

    static RowKey key(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new RowKey(in.getLong(), in.getLong());
    }

    /// Takes up a new definition, in place of an older one of that name.
    void define(RowKey row, byte[] body) throws SQLException {
        try {
            IndexConfig unused = IndexEvents.read(body);
            log.debug("defining the index {}", unused.name());
        } catch (IOException e) {
            log.warn("an index is passed over: this version does not know its form", e);
            return;
        }
        drop(row);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO idx VALUES (NULL, ?, ?, x'', 0, 0)")) {
            insert.setBytes(1, row.toArray());
            insert.setBytes(2, body);
            insert.executeUpdate();
        }
        indexes = list(connection);
        builder.begin(indexes.getLast());
    }

    /// Does nothing when the row is not that of an index.
    void drop(RowKey row) throws SQLException {
        if (indexes.stream().noneMatch(index -> index.row().equals(row))) {
            return;
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE idx SET row = NULL WHERE row = ?")) {
            update.setBytes(1, row.toArray());
            update.executeUpdate();
        }
        indexes = list(connection);
        dropped = true;
    }

    /// Whether there is an index that has the record at this path.
    boolean wants(byte[] path) {
        return indexes.stream().anyMatch(index -> index.has(path));
    }

    /// Brings the indexes from what a record was to what it is.
    void change(@Nullable Mirrored before, @Nullable Mirrored now) throws SQLException {
        for (LiveIndex index : indexes) {
            LiveIndex.Entry old = entry(index, before);
            LiveIndex.Entry fresh = entry(index, now);
            if (before != null && old != null && !old.says(fresh)) {
                remove(index, before.id(), old);
            }
            if (now != null && fresh != null && !fresh.says(old)) {
                add(index, now.id(), fresh);
            }
        }
    }

    void add(LiveIndex index, long record, LiveIndex.Entry entry) throws SQLException {
        if (index.isText()) {
            builder.addWords(index, record, entry.words());
            return;
        }
        add.setLong(1, index.id());
        add.setBytes(2, entry.key());
        add.setBytes(3, entry.path());
        add.setLong(4, record);
        add.executeUpdate();
    }

    private void remove(LiveIndex index, long record, LiveIndex.Entry entry) throws SQLException {
        if (index.isText()) {
            builder.removeWords(index, record);
            return;
        }
        remove.setLong(1, index.id());
        remove.setBytes(2, entry.key());
        remove.setBytes(3, entry.path());
        remove.executeUpdate();
    }

    private static LiveIndex.@Nullable Entry entry(LiveIndex index, @Nullable Mirrored record) {
        return record == null || !index.has(record.path())
                ? null
                : index.entry(record.path(), record.value());
    }
}
