package cloud.atek.adb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The parts of an index's life that take long, cut into steps: a new index goes through the
/// records by path, a dropped one loses its entries. Also keeps the tables of words. One thread at
/// a time.
final class IndexBuilder {

    private final Connection connection;
    private final IndexWriter writer;

    IndexBuilder(Connection connection, IndexWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /// Makes what a new index needs.
    void begin(LiveIndex index) throws SQLException {
        if (index.isText()) {
            String columns =
                    IntStream.range(0, index.pointers().size())
                            .mapToObj(i -> "c" + i)
                            .collect(Collectors.joining(", "));
            run(
                    "CREATE VIRTUAL TABLE "
                            + index.table()
                            + " USING fts5("
                            + columns
                            + ", content='', contentless_delete=1,"
                            + " tokenize='unicode61 remove_diacritics 2')");
        }
    }

    /// Takes up the next records.
    void extend(LiveIndex index) throws SQLException {
        BuildStep.Reached reached =
                BuildStep.run(
                        connection,
                        index.range(),
                        index.built(),
                        (id, path, record) -> writer.add(index, id, index.entry(path, record)));
        moved(index, reached.built(), reached.ready(), index.entries() + reached.records());
    }

    /// Clears some entries of an index that was dropped, and in the end the index.
    void clear() throws SQLException {
        long id;
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT id FROM idx WHERE row IS NULL ORDER BY id LIMIT 1")) {
            if (!found.next()) {
                return;
            }
            id = found.getLong(1);
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM entry WHERE (ix, key, path) IN"
                                + " (SELECT ix, key, path FROM entry WHERE ix = ? LIMIT ?)")) {
            delete.setLong(1, id);
            delete.setInt(2, Limits.INDEX_STEP_RECORDS);
            if (delete.executeUpdate() > 0) {
                return;
            }
        }
        run("DROP TABLE IF EXISTS words_" + id);
        run("DELETE FROM idx WHERE id = " + id);
    }

    void addWords(LiveIndex index, long record, List<String> words) throws SQLException {
        String marks = ", ?".repeat(words.size());
        String columns =
                IntStream.range(0, words.size())
                        .mapToObj(i -> ", c" + i)
                        .collect(Collectors.joining());
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO "
                                + index.table()
                                + " (rowid"
                                + columns
                                + ") VALUES (?"
                                + marks
                                + ")")) {
            insert.setLong(1, record);
            for (int i = 0; i < words.size(); i++) {
                insert.setString(2 + i, words.get(i));
            }
            insert.executeUpdate();
        }
    }

    void removeWords(LiveIndex index, long record) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + index.table() + " WHERE rowid = ?")) {
            delete.setLong(1, record);
            delete.executeUpdate();
        }
    }

    private void moved(LiveIndex index, byte[] built, boolean ready, long entries)
            throws SQLException {
        try (PreparedStatement move =
                connection.prepareStatement(
                        "UPDATE idx SET built = ?, ready = ?, entries = ? WHERE id = ?")) {
            move.setBytes(1, built);
            move.setBoolean(2, ready);
            move.setLong(3, entries);
            move.setLong(4, index.id());
            move.executeUpdate();
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
