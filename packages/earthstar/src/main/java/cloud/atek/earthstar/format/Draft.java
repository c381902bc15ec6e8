package cloud.atek.earthstar.format;

import org.jspecify.annotations.Nullable;

/// What an author wants to write, before it has a time and a signature.
///
/// @param timestamp in microseconds since 1970, or null for now
/// @param deleteAfter of es.4 and es.5: the last microsecond at which it is there, or null for no
///   end
public record Draft(
        String path, String content, @Nullable Double timestamp, @Nullable Double deleteAfter) {

    public static Draft of(String path, String content) {
        return new Draft(path, content, null, null);
    }

    /// The same, over after `time`, in microseconds since 1970. Its path needs an `!`.
    public Draft until(double time) {
        return new Draft(path, content, timestamp, time);
    }

    /// The same, written at `time`, in microseconds since 1970.
    public Draft at(double time) {
        return new Draft(path, content, time, deleteAfter);
    }
}
