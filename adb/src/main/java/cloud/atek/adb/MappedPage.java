package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries of a view that a caller defined.
///
/// @param next null when there is no more
public record MappedPage(List<Entry> entries, @Nullable String next) {

    /// @param path of the record
    /// @param sequence of the record
    /// @param keys a JSON array
    /// @param value a JSON array; null when the view has no values
    public record Entry(KeyPath path, long sequence, String keys, @Nullable String value) {}
}
