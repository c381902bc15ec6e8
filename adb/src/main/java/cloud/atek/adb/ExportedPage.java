package cloud.atek.adb;

import cloud.atek.api.adb.TransferApi.ExportCursor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some of what a database was at one commit.
///
/// @param sequence of that commit
/// @param time of that commit; null before the first
/// @param versions one of each record, or all of a history
/// @param next null on the last page
public record ExportedPage(
        long sequence,
        @Nullable Instant time,
        List<Version> versions,
        @Nullable ExportCursor next) {}
