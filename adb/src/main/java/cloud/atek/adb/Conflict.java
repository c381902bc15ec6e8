package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;

/// A record that was expected at another sequence.
///
/// @param expected 0 for no record
/// @param found 0 when there is none
public record Conflict(KeyPath path, long expected, long found) {

    @Override
    public String toString() {
        return "%s was expected %s and is %s".formatted(path, state(expected), state(found));
    }

    private static String state(long sequence) {
        return sequence == 0 ? "absent" : "at " + sequence;
    }
}
