package cloud.atek.adb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a query.
///
/// @param next null when there is no more
/// @param count null when it was not asked for
public record Page(List<Stored> records, @Nullable String next, @Nullable Long count) {}
