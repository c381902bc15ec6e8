package cloud.atek.datachain.dio;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.pipe.Transformed;
import java.io.IOException;
import java.util.Optional;

/// Makes values of rows.
final class Rows {

    private Rows() {}

    /// The row as `snapshot` has it.
    static <T> Loaded<T> load(Bodies bodies, Snapshot snapshot, RowKey key, RowFormat<T> format)
            throws IOException {
        Optional<Event.Put> stored = snapshot.load(key);
        if (stored.isEmpty()) {
            return new Loaded.Absent<>(key);
        }
        return switch (bodies.plain(stored.get(), snapshot)) {
            case Transformed.Good(Event.Put put) -> read(put, snapshot.sequenceOf(key), format);
            case Transformed.Locked(String message) ->
                    new Loaded.Unreadable<>(
                            key, Loaded.Why.LOCKED, "the row " + key + " stays sealed: " + message);
            case Transformed.Damaged(String message) ->
                    new Loaded.Unreadable<>(
                            key, Loaded.Why.DAMAGED, "the row " + key + " is damaged: " + message);
        };
    }

    /// @param put as it is meant
    static <T> Loaded<T> read(Event.Put put, long sequence, RowFormat<T> format) {
        if (!put.type().equals(format.type())) {
            return new Loaded.Unreadable<>(
                    put.key(),
                    Loaded.Why.OTHER_TYPE,
                    "the row %s is of type %s, not of %s"
                            .formatted(put.key(), put.type(), format.type()));
        }
        try {
            return new Loaded.Found<>(
                    new Dao<>(
                            format,
                            put.key(),
                            format.read(put.body()),
                            sequence,
                            put.place(),
                            put.authority()));
        } catch (UnreadableRowException e) {
            return malformed(put, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Formats are made by callers and read bytes of strangers. What they throw may quote
            // the body, so it is not passed on.
            return malformed(put, e.getClass().getSimpleName());
        }
    }

    private static <T> Loaded<T> malformed(Event.Put put, String why) {
        return new Loaded.Unreadable<>(
                put.key(),
                Loaded.Why.MALFORMED,
                "the row %s is no %s: %s".formatted(put.key(), put.type(), why));
    }
}
