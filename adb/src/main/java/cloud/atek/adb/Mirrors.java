package cloud.atek.adb;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a view file has besides the records and made of them: indexes and mappings. They follow
/// every change of a record in its own transaction. One thread at a time.
final class Mirrors {

    static final List<String> TABLES =
            Stream.concat(IndexWriter.TABLES.stream(), MappingWriter.TABLES.stream()).toList();

    private final Connection connection;
    private final PreparedStatement find;
    private final IndexWriter indexes;
    private final MappingWriter mappings;

    Mirrors(Connection connection) throws SQLException {
        this.connection = connection;
        this.find = connection.prepareStatement("SELECT id, path, value FROM record WHERE row = ?");
        this.indexes = new IndexWriter(connection);
        this.mappings = new MappingWriter(connection);
    }

    /// Whether [#step] has something to do.
    boolean isBehind() {
        return indexes.isBehind() || mappings.isBehind();
    }

    /// Builds or clears a part, in a transaction of its own. Call while [#isBehind].
    void step() throws SQLException {
        try {
            if (indexes.isBehind()) {
                indexes.step();
            } else {
                mappings.step();
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            reload();
        }
    }

    /// Reads what there is: whenever a transaction was taken back.
    void reload() throws SQLException {
        indexes.reload();
        mappings.reload();
    }

    /// Takes up a definition. A row of another type is nothing of ours.
    void define(Event.Put row) throws SQLException {
        switch (row.type()) {
            case IndexEvents.TYPE -> indexes.define(row.key(), row.body().toArray());
            case MappingEvents.TYPE -> mappings.define(row.key(), row.body().toArray());
            default -> {}
        }
    }

    /// Does nothing when the row is not a definition.
    void drop(RowKey row) throws SQLException {
        indexes.drop(row);
        mappings.drop(row);
    }

    /// What may have to be forgotten of a record that is about to change.
    ///
    /// @return null when there is nothing to do
    @Nullable Mirrored before(RowKey row) throws SQLException {
        return isEmpty() ? null : find(row);
    }

    /// Brings all from `before` to what the record is now.
    void after(RowKey row, @Nullable Mirrored before) throws SQLException {
        if (!isEmpty()) {
            Mirrored now = find(row);
            indexes.change(before, now);
            mappings.change(before, now);
        }
    }

    private boolean isEmpty() {
        return indexes.isEmpty() && mappings.isEmpty();
    }

    private @Nullable Mirrored find(RowKey row) throws SQLException {
        find.setBytes(1, row.toArray());
        try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
                return null;
            }
            byte[] path = found.getBytes(2);
            return indexes.wants(path) || mappings.wants(path)
                    ? new Mirrored(found.getLong(1), path, RecordJson.read(found.getString(3)))
                    : null;
        }
    }
}
