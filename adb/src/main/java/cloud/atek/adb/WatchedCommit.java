package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one commit did to records: decoded once, for all who watch. One thread at a time.
///
/// @param bytes what its values take
record WatchedCommit(long sequence, Instant time, List<Item> items, long bytes) {

    /// @throws HistoryGoneException when it has what was purged, or deleted what nobody knows any
    ///   more
    static WatchedCommit of(Commit commit, Past past) throws IOException {
        requireUnpurged(commit, past);
        var items = new ArrayList<Item>();
        long bytes = 0;
        for (Event event : commit.events()) {
            switch (event) {
                case Event.Put put when put.type().equals(RecordEvents.TYPE) -> {
                    byte[] path = RecordEvents.path(put);
                    String json = RecordEvents.json(put);
                    bytes += json.length();
                    items.add(new Item(past, commit.sequence(), put.key(), path, json));
                }
                case Event.Put _ -> {
                    // A row of another type is no record.
                }
                case Event.Tombstone(RowKey row) -> {
                    Past.Before before = past.before(row, commit.sequence());
                    KeyPath path = before.path();
                    if (path != null) {
                        var item = new Item(past, commit.sequence(), row, PathBytes.of(path), null);
                        item.before = before;
                        items.add(item);
                    } else if (!before.certain()) {
                        throw new HistoryGoneException(commit.sequence() - 1, commit.sequence());
                    }
                }
            }
        }
        return new WatchedCommit(commit.sequence(), commit.time(), items, bytes);
    }

    /// A purge forgets the names of what it deletes, so a commit that purges cannot be told; who
    /// watches reads anew. Nor is what was purged later, and still stands in the log.
    private static void requireUnpurged(Commit commit, Past past) throws IOException {
        boolean purges = false;
        boolean deletes = false;
        for (Event event : commit.events()) {
            boolean record = true;
            if (event instanceof Event.Put put) {
                purges |= put.type().equals(PurgeEvents.TYPE);
                record = put.type().equals(RecordEvents.TYPE);
            } else {
                deletes = true;
            }
            long purged = record ? past.purged(event.key()) : 0;
            if (purged >= commit.sequence()) {
                throw new HistoryGoneException(commit.sequence() - 1, purged);
            }
        }
        if (purges && deletes) {
            throw new HistoryGoneException(commit.sequence() - 1, commit.sequence());
        }
    }

    /// One record.
    static final class Item {

        private final Past past;
        private final long sequence;
        private final RowKey row;
        private final byte[] path;
        private final @Nullable String json;
        private @Nullable JsonNode tree;
        private Past.@Nullable Before before;

        /// @param json null where it was deleted
        Item(Past past, long sequence, RowKey row, byte[] path, @Nullable String json) {
            this.past = past;
            this.sequence = sequence;
            this.row = row;
            this.path = path;
            this.json = json;
        }

        byte[] path() {
            return path;
        }

        @Nullable String json() {
            return json;
        }

        boolean matches(Predicate<JsonNode> where) {
            JsonNode known = tree;
            if (known == null && json != null) {
                known = RecordJson.read(json);
                tree = known;
            }
            return known != null && where.test(known);
        }

        /// Whether a filter held for the record until now. Where nobody knows any more, it may
        /// have.
        boolean matched(Predicate<JsonNode> where) throws IOException {
            Past.Before known = before;
            if (known == null) {
                known = past.before(row, sequence);
                before = known;
            }
            return known.json() == null
                    ? !known.certain()
                    : where.test(RecordJson.read(known.json()));
        }
    }
}
