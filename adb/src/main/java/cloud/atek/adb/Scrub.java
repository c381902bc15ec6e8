package cloud.atek.adb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Rids a file of the bytes that SQLite leaves behind in it: what is there is copied into a new
/// file, which takes its place. That it has to be done is written in the file, so that a crash
/// forgets nothing.
final class Scrub {

    private static final String SUFFIX = ".scrubbed";

    private Scrub() {}

    /// In the transaction that removes something.
    static void ask(Connection connection) throws SQLException {
        mark(connection, 1);
    }

    static boolean isAsked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA application_id")) {
            row.next();
            return row.getLong(1) == 1;
        }
    }

    /// Nobody may have the file open.
    static void run(Path file) throws SQLException, IOException {
        Path fresh = file.resolveSibling(file.getFileName() + SUFFIX);
        View.delete(fresh);
        try (Connection connection = Sqlite.writer(file)) {
            optimizeWords(connection);
            try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, fresh.toAbsolutePath().toString());
                copy.executeUpdate();
            }
        }
        try (Connection connection = Sqlite.writer(fresh)) {
            mark(connection, 0);
        }
        View.delete(file);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Words of removed records stay in a table of words until its parts are joined.
    private static void optimizeWords(Connection connection) throws SQLException {
        for (String table : words(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "INSERT INTO %1$s (%1$s) VALUES ('optimize')".formatted(table));
            }
        }
    }

    private static List<String> words(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT name FROM sqlite_schema WHERE sql LIKE"
                                        + " 'CREATE VIRTUAL TABLE words%'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static void mark(Connection connection, int mark) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA application_id = " + mark);
        }
    }
}
