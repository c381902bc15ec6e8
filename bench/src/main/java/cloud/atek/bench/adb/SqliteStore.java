package cloud.atek.bench.adb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// SQLite with a write-ahead log and every transaction synced. One connection writes, for it lets
/// only one writer in at a time; each reader has its own.
final class SqliteStore implements Store {

    private final Path file;
    private final Records records;
    private final Connection connection;
    private final PreparedStatement put;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Queue<Reader> idle = new ConcurrentLinkedQueue<>();

    SqliteStore(Path dir, Records records) throws SQLException {
        this.file = dir.resolve("sqlite");
        this.records = records;
        this.connection = open();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE record (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
        }
        this.put = connection.prepareStatement("INSERT OR REPLACE INTO record VALUES (?, ?)");
    }

    private Connection open() throws SQLException {
        Connection made = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (var statement = made.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
        }
        return made;
    }

    @Override
    public void put(int number) throws SQLException {
        batch(number, 1);
    }

    @Override
    public void batch(int from, int count) throws SQLException {
        turn.lock();
        try {
            connection.setAutoCommit(false);
            for (int number = from; number < from + count; number++) {
                put.setString(1, Records.key(number));
                put.setString(2, records.json(number));
                put.executeUpdate();
            }
            connection.commit();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public int get(int number) throws SQLException {
        Reader reader = reader();
        reader.get.setString(1, Records.key(number));
        try (ResultSet row = reader.get.executeQuery()) {
            row.next();
            return row.getString(1).length();
        } finally {
            idle.add(reader);
        }
    }

    @Override
    public int range(int from, int count) throws SQLException {
        Reader reader = reader();
        reader.range.setString(1, Records.key(from));
        reader.range.setInt(2, count);
        try (ResultSet rows = reader.range.executeQuery()) {
            return counted(rows);
        } finally {
            idle.add(reader);
        }
    }

    @Override
    public void index() throws SQLException {
        turn.lock();
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE INDEX by_group ON record (json_extract(value, '$.group'))");
            connection.commit();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public int query(int group) throws SQLException {
        Reader reader = reader();
        reader.query.setInt(1, group);
        try (ResultSet rows = reader.query.executeQuery()) {
            return counted(rows);
        } finally {
            idle.add(reader);
        }
    }

    private static int counted(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            count += rows.getString(2).isEmpty() ? 0 : 1;
        }
        return count;
    }

    @Override
    public void close() throws SQLException {
        for (Reader reader : idle) {
            reader.connection.close();
        }
        connection.close();
    }

    private Reader reader() throws SQLException {
        Reader reader = idle.poll();
        return reader == null ? new Reader(open()) : reader;
    }

    /// One thread at a time.
    private static final class Reader {

        private final Connection connection;
        private final PreparedStatement get;
        private final PreparedStatement range;
        private final PreparedStatement query;

        Reader(Connection connection) throws SQLException {
            this.connection = connection;
            get = connection.prepareStatement("SELECT value FROM record WHERE key = ?");
            range =
                    connection.prepareStatement(
                            "SELECT key, value FROM record WHERE key >= ? ORDER BY key LIMIT ?");
            query =
                    connection.prepareStatement(
                            "SELECT key, value FROM record"
                                    + " WHERE json_extract(value, '$.group') = ?");
        }
    }
}
