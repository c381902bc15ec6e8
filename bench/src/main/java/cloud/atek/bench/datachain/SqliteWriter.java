package cloud.atek.bench.datachain;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/// SQLite with a write-ahead log and every transaction synced. One connection for all: it lets only
/// one writer in at a time, and waiting at a lock costs less than its own waiting.
final class SqliteWriter implements Writer {

    private final Connection connection;
    private final PreparedStatement insert;
    private final byte[] body;
    private final ReentrantLock turn = new ReentrantLock(true);

    SqliteWriter(Path file, byte[] body) throws SQLException {
        this.body = body;
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE rows (key BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID");
        }
        this.insert = connection.prepareStatement("INSERT OR REPLACE INTO rows VALUES (?, ?)");
    }

    @Override
    public void write(long number) throws SQLException {
        byte[] key = ByteBuffer.allocate(16).putLong(number * 0x9e3779b97f4a7c15L).array();
        turn.lock();
        try {
            insert.setBytes(1, key);
            insert.setBytes(2, body);
            insert.executeUpdate();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        connection.close();
    }
}
