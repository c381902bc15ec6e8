package cloud.atek.adb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.sqlite.ProgressHandler;

/// Ends a question in SQL that takes too long, or lets the process grow too much: what SQLite sorts
/// or keeps apart is in memory. One thread owns it.
final class SqlWatch extends ProgressHandler {

    /// Steps of SQLite's machine between two looks. The largest values are made in about ten steps
    /// each, so the process grows by a few tens of megabytes between them at worst.
    static final int STEP_OPERATIONS = 100;

    private static final long MEMORY_STEP_NANOS = Duration.ofMillis(1).toNanos();

    private final ProcessMemory memory = new ProcessMemory(Path.of("/proc/self/status"));
    private final long bytesAtFirst = memory.bytes();
    private final long end = System.nanoTime() + Limits.SQL_PATIENCE.toNanos();
    private long nextLook = System.nanoTime() + MEMORY_STEP_NANOS;
    private boolean late;
    private boolean large;

    @Override
    protected int progress() {
        long now = System.nanoTime();
        late |= now - end > 0;
        if (now - nextLook > 0) {
            nextLook = now + MEMORY_STEP_NANOS;
            large |= memory.bytes() - bytesAtFirst > Limits.SQL_MEMORY_BYTES_MAX;
        }
        return late || large ? 1 : 0;
    }

    /// @throws InvalidRecordException when there is none left
    void requireTime() {
        late |= System.nanoTime() - end > 0;
        if (late) {
            throw tooLate();
        }
    }

    /// What the caller is told.
    InvalidRecordException refusal(SQLException e) {
        if (late) {
            return tooLate();
        }
        if (large) {
            return new InvalidRecordException(
                    "The SQL needs too much memory (more than %,d MiB): sort, join or keep less"
                            .formatted(Limits.SQL_MEMORY_BYTES_MAX >> 20));
        }
        return new InvalidRecordException("SQL: " + words(e), e);
    }

    private static InvalidRecordException tooLate() {
        return new InvalidRecordException(
                "The SQL takes longer than %d s: ask for less"
                        .formatted(Limits.SQL_PATIENCE.toSeconds()));
    }

    /// Without what the driver puts around them.
    private static String words(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int open = message.indexOf('(');
        boolean wrapped = message.startsWith("[SQLITE_") && message.endsWith(")") && open > 0;
        String words = wrapped ? message.substring(open + 1, message.length() - 1) : message;
        return words.toLowerCase(Locale.ROOT).contains("/") && words.contains("unable to open")
                ? "it cannot be opened"
                : words;
    }
}
