package cloud.atek.adb;

import cloud.atek.datachain.Compacted;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.compact.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compacts databases that have grown enough since they were compacted last, and those that
/// something was purged from. Thread-safe.
///
/// What it knows of the last time is a file beside the view: without it, a database is compacted
/// once too often.
///
/// @param folder of all databases
record Compactions(Path folder, CompactMode mode, Clock clock) {

    private static final Logger log = LoggerFactory.getLogger(Compactions.class);

    /// @param sequence of the newest commit that it looked at
    private record Last(Moment moment, long sequence) {

        static final Last NEVER = new Last(new Moment(0, Instant.EPOCH), 0);

        String text() {
            return "%d %d %d".formatted(moment.bytes(), moment.time().toEpochMilli(), sequence);
        }

        static Last of(String text) {
            String[] numbers = text.strip().split(" ", 3);
            Instant time = Instant.ofEpochMilli(Long.parseLong(numbers[1]));
            return new Last(
                    new Moment(Long.parseLong(numbers[0]), time), Long.parseLong(numbers[2]));
        }
    }

    /// Compacts if it is due.
    void tend(Database database) throws IOException {
        if (mode instanceof CompactMode.Never) {
            return;
        }
        Last last = last(database.id());
        Upkeep upkeep = database.upkeep();
        Moment now = new Moment(bytes(database.id()), clock.instant());
        boolean due = mode.due(now, last.moment().lowered(now));
        if (due ? upkeep.wantsCompaction(last.sequence()) : upkeep.isPurged(last.sequence())) {
            Compacted done = compact(database);
            log.info(
                    "{}: compacted {} bytes to {}",
                    database.id(),
                    done.bytesBefore(),
                    done.bytesAfter());
        }
    }

    /// Compacts now.
    Compacted compact(Database database) throws IOException {
        Compacted done = database.upkeep().compact();
        long sequence = database.upkeep().compactedTo();
        var last = new Last(new Moment(bytes(database.id()), clock.instant()), sequence);
        Files.writeString(file(database.id()), last.text());
        return done;
    }

    private Last last(String id) throws IOException {
        try {
            return Last.of(Files.readString(file(id)));
        } catch (NoSuchFileException e) {
            return Last.NEVER;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            log.warn("{}: it is not known when it was compacted last", id);
            return Last.NEVER;
        }
    }

    private Path file(String id) {
        return folder.resolve("views").resolve(id + ".compacted");
    }

    private long bytes(String id) throws IOException {
        return FileSizes.below(folder.resolve("chains").resolve(id), "");
    }
}
