package cloud.atek.adb;

import cloud.atek.adb.Mapping.Entry;
import cloud.atek.adb.Mapping.Mapped;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the entries of the views that callers defined. They follow every change of a record in its
/// own transaction; a new definition takes up the records that were there before step by step, and
/// a dropped one is cleared away so. One thread at a time.
final class MappingWriter {

    /// A mapping without `row` was dropped, and its entries are still being cleared away.
    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE mapping (id INTEGER PRIMARY KEY AUTOINCREMENT, row BLOB UNIQUE,"
                            + " definition BLOB NOT NULL, built BLOB NOT NULL,"
                            + " ready INTEGER NOT NULL, records INTEGER NOT NULL,"
                            + " cut INTEGER NOT NULL) STRICT",
                    "CREATE TABLE mapped (mapping INTEGER NOT NULL, key BLOB NOT NULL,"
                            + " path BLOB NOT NULL, number INTEGER NOT NULL,"
                            + " record INTEGER NOT NULL, keys TEXT NOT NULL, value TEXT,"
                            + " PRIMARY KEY (mapping, key, path, number)) STRICT, WITHOUT ROWID");

    private static final Logger log = LoggerFactory.getLogger(MappingWriter.class);

    private final Connection connection;
    private final PreparedStatement add;
    private final PreparedStatement remove;
    private final PreparedStatement count;
    private List<LiveMapping> mappings = List.of();
    private boolean dropped;

    MappingWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.add = connection.prepareStatement("INSERT INTO mapped VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.remove =
                connection.prepareStatement(
                        "DELETE FROM mapped WHERE mapping = ? AND key = ? AND path = ?"
                                + " AND number = ?");
        this.count = connection.prepareStatement("UPDATE mapping SET cut = cut + ? WHERE id = ?");
        reload();
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    /// Whether [#step] has something to do.
    boolean isBehind() {
        return dropped || mappings.stream().anyMatch(one -> !one.isReady());
    }

    /// Builds or clears a part. Call while [#isBehind], and [#reload] behind the transaction.
    void step() throws SQLException {
        LiveMapping unready =
                mappings.stream().filter(one -> !one.isReady()).findFirst().orElse(null);
        if (unready == null) {
            clear();
        } else {
            extend(unready);
        }
    }

    /// Reads which there are: at the start, and whenever a transaction was taken back.
    void reload() throws SQLException {
        mappings = list(connection);
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM mapping WHERE row IS NULL LIMIT 1")) {
            dropped = found.next();
        } finally {
            connection.commit();
        }
    }

    /// Those that are defined, by their numbers.
    static List<LiveMapping> list(Connection connection) throws SQLException {
        var list = new ArrayList<LiveMapping>();
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT id, row, definition, built, ready, records, cut"
                                        + " FROM mapping WHERE row IS NOT NULL ORDER BY id")) {
            while (found.next()) {
                list.add(
                        LiveMapping.of(
                                found.getLong(1),
                                IndexWriter.key(found.getBytes(2)),
                                MappingEvents.read(found.getBytes(3)),
                                new LiveMapping.Progress(
                                        found.getBytes(4),
                                        found.getBoolean(5),
                                        found.getLong(6),
                                        found.getLong(7))));
            }
        } catch (IOException e) {
            throw new SQLException("the view has a broken mapping", e);
        }
        return list;
    }

    /// Takes up a new definition, in place of an older one of that name.
    void define(RowKey row, byte[] body) throws SQLException {
        try {
            ViewConfig view = MappingEvents.read(body);
            log.debug("defining the view {}", view.name());
        } catch (IOException e) {
            log.warn("a view is passed over: this version does not know its form", e);
            return;
        }
        drop(row);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO mapping VALUES (NULL, ?, ?, x'', 0, 0, 0)")) {
            insert.setBytes(1, row.toArray());
            insert.setBytes(2, body);
            insert.executeUpdate();
        }
        mappings = list(connection);
    }

    /// Does nothing when the row is not that of a mapping.
    void drop(RowKey row) throws SQLException {
        if (mappings.stream().noneMatch(one -> one.row().equals(row))) {
            return;
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE mapping SET row = NULL WHERE row = ?")) {
            update.setBytes(1, row.toArray());
            update.executeUpdate();
        }
        mappings = list(connection);
        dropped = true;
    }

    /// Whether there is a mapping that has the record at this path.
    boolean wants(byte[] path) {
        return mappings.stream().anyMatch(one -> one.has(path));
    }

    /// Brings the mappings from what a record was to what it is.
    void change(@Nullable Mirrored before, @Nullable Mirrored now) throws SQLException {
        for (LiveMapping one : mappings) {
            Mapped old = mapped(one, before);
            Mapped fresh = mapped(one, now);
            if (before != null) {
                remove(one, before, minus(old, fresh));
            }
            if (now != null) {
                add(one, now, minus(fresh, old));
            }
            count(one, (fresh.cut() ? 1 : 0) - (old.cut() ? 1 : 0));
        }
    }

    private void extend(LiveMapping one) throws SQLException {
        BuildStep.Reached reached =
                BuildStep.run(
                        connection,
                        one.range(),
                        one.progress().built(),
                        (id, path, value) -> {
                            Mapped mapped = one.mapping().of(value);
                            add(one, new Mirrored(id, path, value), mapped.entries());
                            count(one, mapped.cut() ? 1 : 0);
                        });
        try (PreparedStatement move =
                connection.prepareStatement(
                        "UPDATE mapping SET built = ?, ready = ?, records = records + ?"
                                + " WHERE id = ?")) {
            move.setBytes(1, reached.built());
            move.setBoolean(2, reached.ready());
            move.setLong(3, reached.records());
            move.setLong(4, one.id());
            move.executeUpdate();
        }
    }

    /// Clears some entries of one that was dropped, and in the end the mapping.
    private void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String first = "(SELECT id FROM mapping WHERE row IS NULL ORDER BY id LIMIT 1)";
            int cleared =
                    statement.executeUpdate(
                            "DELETE FROM mapped WHERE (mapping, key, path, number) IN"
                                    + " (SELECT mapping, key, path, number FROM mapped"
                                    + " WHERE mapping = "
                                    + first
                                    + " LIMIT "
                                    + Limits.INDEX_STEP_RECORDS
                                    + ")");
            if (cleared == 0) {
                statement.executeUpdate("DELETE FROM mapping WHERE id = " + first);
            }
        }
    }

    private void add(LiveMapping to, Mirrored record, Iterable<Entry> entries) throws SQLException {
        for (Entry entry : entries) {
            add.setLong(1, to.id());
            add.setBytes(2, entry.key().toArray());
            add.setBytes(3, record.path());
            add.setInt(4, entry.number());
            add.setLong(5, record.id());
            add.setString(6, entry.keys());
            add.setString(7, entry.value());
            add.executeUpdate();
        }
    }

    private void remove(LiveMapping from, Mirrored record, Iterable<Entry> entries)
            throws SQLException {
        for (Entry entry : entries) {
            remove.setLong(1, from.id());
            remove.setBytes(2, entry.key().toArray());
            remove.setBytes(3, record.path());
            remove.setInt(4, entry.number());
            remove.executeUpdate();
        }
    }

    private void count(LiveMapping of, int cut) throws SQLException {
        if (cut != 0) {
            count.setInt(1, cut);
            count.setLong(2, of.id());
            count.executeUpdate();
        }
    }

    private static Mapped mapped(LiveMapping by, @Nullable Mirrored record) {
        return record == null || !by.has(record.path())
                ? Mapped.NOTHING
                : by.mapping().of(record.value());
    }

    private static Set<Entry> minus(Mapped some, Mapped others) {
        var left = new HashSet<>(some.entries());
        others.entries().forEach(left::remove);
        return left;
    }
}
