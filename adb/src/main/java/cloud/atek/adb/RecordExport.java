package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.TransferApi;
import cloud.atek.api.adb.TransferApi.ExportCursor;
import cloud.atek.api.adb.TransferApi.ExportOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a database as it was at one commit, a page at a time. One thread owns it.
///
/// Records come by the bytes of their paths; of a history the versions of each come newest first.
final class RecordExport {

    /// So few values fit in an answer, however large they are.
    private static final int LARGE_RECORDS = Limits.LIST_CHARS_MAX / Limits.RECORD_BYTES_MAX;

    private final Past past;

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
        return history ? history(range, at, after, limit) : records(range, at, limit);
    }

    private ExportedPage records(KeyRange range, long at, int limit) throws IOException {
        List<Pointer> found = past.pointers(range, at, limit, false);
        List<Version> page = read(found);
        if (page.stream().anyMatch(one -> one.json() == null)) {
            throw new InvalidRecordException(
                    "What was at %d is not there any more: the log was compacted".formatted(at));
        }
        boolean last = found.size() < limit && page.size() == found.size();
        return page(at, page, last ? null : new ExportCursor(page.getLast().path(), null));
    }

    private ExportedPage history(KeyRange range, long at, @Nullable ExportCursor after, int limit)
            throws IOException {
        var found = new ArrayList<Pointer>();
        // One more: of the first there may be nothing left.
        for (KeyPath path : past.everWritten(range, at, limit + 1)) {
            Long from = after != null && path.equals(after.path()) ? after.seq() : null;
            found.addAll(past.pointers(path, from == null ? at + 1 : from, limit - found.size()));
            if (found.size() == limit) {
                break;
            }
        }
        List<Version> page = read(found);
        boolean last = found.size() < limit && page.size() == found.size();
        return page(at, page, last ? null : cursor(page.getLast()));
    }

    private static ExportCursor cursor(Version last) {
        return new ExportCursor(last.path(), last.sequence());
    }

    private ExportedPage page(long at, List<Version> page, @Nullable ExportCursor next)
            throws IOException {
        return new ExportedPage(at, at == 0 ? null : past.timeFrom(at), page, next);
    }

    /// The values of `found`, or of the first of them where all are too large for a page. They are
    /// read in the order of the log: a commit of many records is read once.
    private List<Version> read(List<Pointer> found) throws IOException {
        List<Pointer> some = found;
        while (true) {
            try {
                return past.versions(some);
            } catch (InvalidRecordException e) {
                if (some.size() <= LARGE_RECORDS) {
                    throw e;
                }
                some = some.subList(0, Math.max(LARGE_RECORDS, some.size() / 4));
            }
        }
    }
}
