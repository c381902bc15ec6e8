package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.host.export.DatabaseExport;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings the blobs of a database into a folder, and tells of each in a line. One thread owns it.
final class BlobExport {

    /// A blob that is put anew while it is read is read again.
    private static final int LOOKS_MAX = 5;

    private final BlobStore store;
    private final BlobFiles files;
    private final Tally tally;

    BlobExport(BlobStore store, BlobFiles files, Tally tally) {
        this.store = store;
        this.files = files;
        this.tally = tally;
    }

    /// @return how many there are
    long write(KeyPath folder, DatabaseExport.Lines lines) throws IOException {
        long count = 0;
        Set<KeyPath> before = Set.of();
        @Nullable String next = null;
        do {
            BlobStore.Page page = store.page(folder, next);
            var paths = new HashSet<KeyPath>();
            for (BlobLine listed : page.blobs()) {
                paths.add(listed.path());
                BlobLine blob = before.contains(listed.path()) ? null : fetched(listed);
                if (blob != null) {
                    lines.line(blob.toJson());
                    tally.at(++count);
                }
            }
            before = paths;
            next = page.next();
        } while (next != null);
        return count;
    }

    /// Null when it is not there any more.
    private @Nullable BlobLine fetched(BlobLine listed) throws IOException {
        BlobLine blob = listed;
        for (int i = 0; i < LOOKS_MAX; i++) {
            if (files.has(blob.hash())) {
                return blob;
            }
            try (Answer answer = store.get(blob.path())) {
                if (answer.status() == 404) {
                    return null;
                }
                if (files.keep(answer.body(), blob.hash())) {
                    return blob;
                }
            }
            blob = store.stat(blob.path());
        }
        throw new CommandFailedException(
                "The blob %s is put anew again and again: export later.".formatted(blob.path()));
    }
}
