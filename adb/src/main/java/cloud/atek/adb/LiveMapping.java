package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.datachain.RowKey;
import java.util.Arrays;

/// One mapping in a view and how far it is. It has the records from its folder's first to the one
/// at `built`, in the order of their paths; when it is ready it has all.
///
/// @param id its number in the view, never used again
@SuppressWarnings("ArrayRecordComponent")
record LiveMapping(
        long id,
        RowKey row,
        ViewConfig config,
        KeyRange range,
        Mapping mapping,
        Progress progress) {

    /// How far one is.
    ///
    /// @param built path bytes; empty when it has none yet
    /// @param records how many it had taken up when it was built so far
    /// @param cut records that have more entries than fit
    @SuppressWarnings("ArrayRecordComponent")
    record Progress(byte[] built, boolean ready, long records, long cut) {}

    static LiveMapping of(long id, RowKey row, ViewConfig config, Progress progress) {
        return new LiveMapping(
                id,
                row,
                config,
                KeyRange.below(config.path(), ListOptions.ALL),
                new Mapping(config),
                progress);
    }

    boolean isReady() {
        return progress.ready;
    }

    /// Whether it has taken up the record at this path, if there is one.
    boolean has(byte[] path) {
        return range.contains(path)
                && (progress.ready || Arrays.compareUnsigned(path, progress.built) <= 0);
    }
}
