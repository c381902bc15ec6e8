package cloud.atek.adb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Prepared statements of one connection, kept for the next time. One thread at a time, and each
/// statement at most once at a time.
final class Statements {

    private static final int KEPT = 32;

    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /// @param sql of our own making: data goes in through `bound`, as byte arrays, texts and
    ///   numbers
    PreparedStatement bind(String sql, Object... bound) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            if (kept.size() == KEPT) {
                forget();
            }
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
        for (int i = 0; i < bound.length; i++) {
            switch (bound[i]) {
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case String text -> statement.setString(i + 1, text);
                case Double number -> statement.setDouble(i + 1, number);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                default -> throw new IllegalArgumentException("no type of a parameter");
            }
        }
        return statement;
    }

    /// Does `work` in one state of the file.
    <T> T snapshot(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return work.run();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void forget() throws SQLException {
        for (PreparedStatement statement : kept.values()) {
            statement.close();
        }
        kept.clear();
    }

    /// What reads more than once.
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }
}
