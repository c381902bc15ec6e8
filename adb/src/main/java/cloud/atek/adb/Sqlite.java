package cloud.atek.adb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/// Connections to views, kept small.
final class Sqlite {

    /// Of 4 KiB each, in the write-ahead file before it is brought home, which costs two syncs.
    private static final int WAL_PAGES = 1000;

    private static final int BUSY_MS = 10_000;

    private Sqlite() {}

    /// One that writes, and makes the file when there is none.
    ///
    /// Synchronous NORMAL in WAL mode: a power cut may lose the last transactions, which the log
    /// gives back, and never breaks the file.
    static Connection writer(Path file) throws SQLException {
        SQLiteConfig config = config(Limits.WRITER_CACHE_KIB);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        Connection connection = config.createConnection(url(file));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + WAL_PAGES);
        }
        return connection;
    }

    static Connection reader(Path file) throws SQLException {
        SQLiteConfig config = config(Limits.CACHE_KIB);
        config.setReadOnly(true);
        return config.createConnection(url(file));
    }

    private static SQLiteConfig config(int cacheKib) {
        var config = new SQLiteConfig();
        config.setCacheSize(-cacheKib);
        config.setBusyTimeout(BUSY_MS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }
}
