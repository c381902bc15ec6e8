package cloud.atek.kit.adb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a query's answer.
///
/// @param next for [cloud.atek.api.adb.Query#after]; null when this is the last page
/// @param count of all pages, when it was asked for
public record Entries<T>(List<Entry<T>> entries, @Nullable String next, @Nullable Long count) {

    public Entries {
        entries = List.copyOf(entries);
    }
}
