package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a commit made of a record.
///
/// @param time of the commit; null when compaction removed it
/// @param put false when it was deleted
/// @param json its value; null when it was deleted, or compaction removed it
public record Version(
        KeyPath path, long sequence, @Nullable Instant time, boolean put, @Nullable String json) {}
