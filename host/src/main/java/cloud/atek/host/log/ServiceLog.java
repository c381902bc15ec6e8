package cloud.atek.host.log;

import cloud.atek.api.services.LogLines;
import cloud.atek.host.log.LogFiles.Position;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of one service: lines such as `2026-11-21T10:00:00.123Z out ready`, in UTC.
///
/// What cannot be written is lost and told to the host's own log: a full disk stops no service.
/// Thread-safe.
public final class ServiceLog {

    /// Who printed a line.
    public enum Source {
        /// Standard output of the service.
        OUT("out"),
        /// Its standard error.
        ERR("err"),
        /// The tools that build the service.
        BUILD("build"),
        /// The host, about the service.
        HOST("host");

        private final String tag;

        Source(String tag) {
            this.tag = tag;
        }
    }

    /// The longest that [#after] waits.
    public static final Duration WAIT_MAX = Duration.ofSeconds(25);

    public static final int LINES_MAX = 10_000;

    /// What one answer holds of the files, in bytes: all of a log of the usual size.
    static final int ANSWER_BYTES_MAX = 8 << 20;

    /// What [#next] reads at once, in bytes: many lines, and more than any one line has.
    static final int PIECE_BYTES_MAX = 256 << 10;

    /// While someone waits, the end of a flood is noticed this soon.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ServiceLog.class);

    private final LogFiles files;
    private final Clock clock;
    private final LineRate rate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private boolean broken;

    ServiceLog(LogFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
        this.rate = new LineRate(clock);
    }

    /// Appends one line, or drops it when the service prints more than 1 000 lines or 1 MiB in a
    /// second; how many were dropped is said when the second is over.
    ///
    /// @param line safe to show, as from [LineReader]
    public void append(Source source, String line) {
        locked(() -> {
            tellDropped();
            if (source == Source.HOST || rate.allows(line.length())) {
                write(source, line);
            }
        });
    }

    /// The newest lines.
    ///
    /// @param max 1 to [#LINES_MAX], others are clamped
    /// @throws IOException when the disk cannot be read
    public LogLines tail(int max) throws IOException {
        lock.lock();
        try {
            tellDropped();
            return read(new Position(0, 0), max);
        } finally {
            lock.unlock();
        }
    }

    /// The newest of the lines behind a cursor. Where there is none yet, waits for one. A cursor of
    /// a file that was deleted since means the oldest line that is left.
    ///
    /// @param cursor as in [LogLines#cursor()]
    /// @param wait clamped to 0 to [#WAIT_MAX]
    /// @throws IllegalArgumentException when the cursor is not one of ours
    /// @throws IOException when the disk cannot be read
    public LogLines after(String cursor, int max, Duration wait)
            throws IOException, InterruptedException {
        Position from = position(cursor);
        lock.lock();
        try {
            await(from, wait);
            return read(from, max);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        locked(() -> {
            try {
                files.close();
            } catch (IOException e) {
                log.warn("a service's log was not closed well", e);
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void tellDropped() {
        long dropped = rate.toTell();
        if (dropped > 0) {
            write(Source.HOST, dropped + " lines dropped: it printed too many in a second");
        }
    }

    private void write(Source source, String line) {
        try {
            files.append(
                    clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + source.tag + " " + line);
            broken = false;
            grown.signalAll();
        } catch (IOException e) {
            if (!broken) {
                log.warn("a service's log cannot be written, its lines are lost until it can", e);
            }
            broken = true;
        }
    }

    private LogLines read(Position from, int max) throws IOException {
        int wanted = Math.clamp(max, 1, LINES_MAX);
        Position end = files.end();
        long oldest = files.oldest();
        boolean known = isKnown(from, oldest, end);
        long first = known ? from.number() : oldest;
        List<String> lines = new ArrayList<>();
        int left = ANSWER_BYTES_MAX;
        for (long number = end.number();
                number >= first && lines.size() < wanted && left > 0;
                number--) {
            long offset = known && number == first ? from.offset() : 0;
            List<String> found = new ArrayList<>(files.last(number, offset, left));
            left -= found.stream().mapToInt(String::length).sum();
            found.addAll(lines);
            lines = found;
        }
        int skipped = Math.max(0, lines.size() - wanted);
        return new LogLines(
                List.copyOf(lines.subList(skipped, lines.size())),
                end.number() + "-" + end.offset());
    }

    private static boolean isKnown(Position from, long oldest, Position end) {
        return from.number() >= oldest && from.number() <= end.number();
    }

    /// The lines behind a cursor, oldest first, a piece at a time: who asks on and on hears every
    /// one that was kept so long.
    ///
    /// @param wait as in [#after]
    /// @throws IllegalArgumentException when the cursor is not one of ours
    /// @throws IOException when the disk cannot be read
    public LogLines next(String cursor, Duration wait) throws IOException, InterruptedException {
        Position from = position(cursor);
        lock.lock();
        try {
            await(from, wait);
            long oldest = files.oldest();
            boolean known = isKnown(from, oldest, files.end());
            LogFiles.Lines found =
                    files.next(known ? from : new Position(oldest, 0), PIECE_BYTES_MAX);
            return new LogLines(found.lines(), found.end().number() + "-" + found.end().offset());
        } finally {
            lock.unlock();
        }
    }

    /// How many bytes of it are on the disk.
    ///
    /// @throws IOException when the disk cannot be read
    public long bytes() throws IOException {
        lock.lock();
        try {
            return files.bytes();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something behind `from`. Under the lock.
    private void await(Position from, Duration wait) throws IOException, InterruptedException {
        long left = Math.clamp(wait.toNanos(), 0, WAIT_MAX.toNanos());
        tellDropped();
        while (files.end().equals(from) && left > 0) {
            long slice = Math.min(left, LOOK_EVERY.toNanos());
            left -= slice - grown.awaitNanos(slice);
            tellDropped();
        }
    }

    /// Whether a text has the shape of a [LogLines#cursor()].
    public static boolean isCursor(String text) {
        return text.matches("[0-9]{1,18}-[0-9]{1,18}");
    }

    private static Position position(String cursor) {
        if (!isCursor(cursor)) {
            throw new IllegalArgumentException(
                    "\"" + cursor + "\" is not a cursor: pass the one of the last answer");
        }
        int dash = cursor.indexOf('-');
        return new Position(
                Long.parseLong(cursor.substring(0, dash)),
                Long.parseLong(cursor.substring(dash + 1)));
    }
}
