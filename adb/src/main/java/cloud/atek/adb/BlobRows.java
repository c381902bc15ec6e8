package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a database has which content. Thread-safe.
final class BlobRows {

    private final Database database;
    private final Chain chain;

    BlobRows(Database database, Chain chain) {
        this.database = database;
        this.chain = chain;
    }

    Optional<Blob> find(KeyPath path) throws IOException {
        return path.isRoot() ? Optional.empty() : read(reader -> reader.get(PathBytes.of(path)));
    }

    /// @throws InvalidRecordException when the list is larger than the limits
    List<Blob> list(KeyPath folder, ListOptions options) throws IOException {
        if (options.at() != null) {
            throw new InvalidRecordException("Blobs have no past: ask without at");
        }
        Integer wanted = options.limit();
        if (wanted != null && (wanted < 1 || wanted > Limits.BLOBS_LISTED_MAX)) {
            throw new InvalidRecordException(
                    "limit is %d: want 1 to %d".formatted(wanted, Limits.BLOBS_LISTED_MAX));
        }
        // One more than fits, so that a list is never cut in silence.
        int limit = wanted == null ? Limits.BLOBS_LISTED_MAX + 1 : wanted;
        boolean reverse = Boolean.TRUE.equals(options.reverse());
        KeyRange range = KeyRange.below(folder, options);
        List<Blob> list = read(reader -> reader.list(range, limit, reverse));
        if (list.size() > Limits.BLOBS_LISTED_MAX) {
            throw new InvalidRecordException(
                    "The list has more than %,d blobs: ask for a part by limit and gt"
                            .formatted(Limits.BLOBS_LISTED_MAX));
        }
        return list;
    }

    boolean refersTo(Hash hash) throws IOException {
        return read(reader -> reader.refersTo(hash));
    }

    BlobReader.Total total() throws IOException {
        return read(BlobReader::total);
    }

    /// Durable when it returns, and so must the content be before.
    ///
    /// @param expect sequence at which the blob must be now, [Edit#ABSENT] or [Edit#ANY]
    /// @return the sequence of the commit; empty when the blob is not as expected
    OptionalLong put(KeyPath path, Hash hash, long size, String type, long expect)
            throws IOException {
        var edit = new Edit(BlobEvents.put(path, hash, size, type), expect);
        return commit(new Change(List.of(edit)));
    }

    /// Deleting what is not there writes nothing.
    ///
    /// @return false when the blob is not as expected
    boolean delete(KeyPath path, long expect) throws IOException {
        long found = chain.sequenceOf(BlobEvents.row(path));
        if (found == Edit.ABSENT) {
            return expect <= Edit.ABSENT;
        }
        var edit = new Edit(BlobEvents.delete(path), expect);
        return commit(new Change(List.of(edit))).isPresent();
    }

    private OptionalLong commit(Change change) throws IOException {
        return switch (chain.commit(change)) {
            case Outcome.Committed(long sequence, _, _) ->
                    OptionalLong.of(database.visible(sequence));
            case Outcome.Refused(var reasons)
                    when reasons.stream().allMatch(Outcome.Reason.Conflict.class::isInstance) -> {
                // Who looks again must see what was in the way.
                database.visible(chain.lastSequence());
                yield OptionalLong.empty();
            }
            case Outcome.Refused(var reasons) ->
                    throw new IllegalStateException("within all limits, and refused: " + reasons);
        };
    }

    private <T> T read(View.Query<T, BlobReader> query) throws IOException {
        return database.read(view -> view.blobs(query));
    }
}
