package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.TransferApi;
import cloud.atek.api.adb.TransferApi.ExportCursor;
import cloud.atek.api.adb.TransferApi.ExportOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads a database as it was at one commit, a page at a time. One thread owns it.
///
/// Records come by the bytes of their paths; of a history the versions of each come newest first.
final class RecordExport {

    /// Values that are read together: the largest ones still fit in an answer.
    private static final int STEP_RECORDS = Limits.LIST_CHARS_MAX / Limits.RECORD_BYTES_MAX;

    private final Past past;
    private final List<Version> page = new ArrayList<>();
    private long chars;

    RecordExport(Past past) {
        this.past = past;
    }

    /// @throws InvalidRecordException when there is no such state, or not any more
    ExportedPage page(ExportOptions options) throws IOException {
        int limit = options.limit() == null ? TransferApi.RECORDS_DEFAULT : options.limit();
        if (limit < 1 || limit > TransferApi.RECORDS_MAX) {
            throw new InvalidRecordException(
                    "limit is %d: want 1 to %,d".formatted(limit, TransferApi.RECORDS_MAX));
        }
        long at = past.sequence(options.at());
        KeyPath folder = options.path() == null ? KeyPath.ROOT : options.path();
        boolean history = Boolean.TRUE.equals(options.history());
        ExportCursor after = options.after();
        KeyRange range = KeyRange.below(folder, ListOptions.ALL);
        if (after != null) {
            range = after.seq() == null ? range.behind(after.path()) : range.onFrom(after.path());
        }
        ExportCursor next = history ? history(range, at, after, limit) : records(range, at, limit);
        Instant time = at == 0 ? null : past.timeFrom(at);
        return new ExportedPage(at, time, page, next);
    }

    /// @return where the page ended; null at the end of all
    private @Nullable ExportCursor records(KeyRange range, long at, int limit) throws IOException {
        List<Pointer> found = past.pointers(range, at, limit, false);
        for (int i = 0; i < found.size(); i += STEP_RECORDS) {
            int end = Math.min(found.size(), i + STEP_RECORDS);
            for (Stored one : past.values(found.subList(i, end))) {
                if (isFull(one.json().length())) {
                    return new ExportCursor(page.getLast().path(), null);
                }
                page.add(new Version(one.path(), one.sequence(), null, true, one.json()));
            }
        }
        return found.size() < limit ? null : new ExportCursor(found.getLast().path(), null);
    }

    private @Nullable ExportCursor history(
            KeyRange range, long at, @Nullable ExportCursor after, int limit) throws IOException {
        List<KeyPath> paths = past.everWritten(range, at, limit);
        for (KeyPath path : paths) {
            boolean begun = after != null && after.seq() != null && after.path().equals(path);
            ExportCursor full = versions(path, begun ? sequence(after) : at + 1, limit);
            if (full != null) {
                return full;
            }
        }
        return paths.size() < limit ? null : new ExportCursor(paths.getLast(), null);
    }

    private static long sequence(@Nullable ExportCursor after) {
        return after == null || after.seq() == null ? Long.MAX_VALUE : after.seq();
    }

    /// Adds what a record was below `before`.
    ///
    /// @return where the page became full; null when all versions fit
    private @Nullable ExportCursor versions(KeyPath path, long before, int limit)
            throws IOException {
        long from = before;
        while (true) {
            List<Version> some = past.versions(path, from, STEP_RECORDS);
            for (Version one : some) {
                String json = one.json();
                if (page.size() >= limit || isFull(json == null ? 0 : json.length())) {
                    return new ExportCursor(path, one.sequence() + 1);
                }
                page.add(one);
            }
            if (some.size() < STEP_RECORDS) {
                return null;
            }
            from = some.getLast().sequence();
        }
    }

    /// Whether so much more goes beyond the page; the first always fits.
    private boolean isFull(int more) {
        chars += more;
        return chars > Limits.EXPORT_CHARS_MAX && !page.isEmpty();
    }
}
