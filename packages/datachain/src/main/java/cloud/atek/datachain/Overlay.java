package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What open snapshots still see of rows that were changed since.
///
/// It costs an object for each change that a snapshot must not see, and nothing for rows that are
/// new or stay as they are. One thread at a time.
final class Overlay {

    private static final long NO_SNAPSHOT = -1;

    private final RowStore store;
    private final Map<Integer, Version> newest = new HashMap<>();
    private final TreeMap<Long, Held> open = new TreeMap<>();

    Overlay(RowStore store) {
        this.store = store;
    }

    /// One content that a row had.
    static final class Version {
        private final int row;
        private final long sequence;
        private final int authority;
        private final long until;
        private int number;
        private @Nullable Version older;

        private Version(int row, long sequence, int authority, long until) {
            this.row = row;
            this.sequence = sequence;
            this.authority = authority;
            this.until = until;
            this.number = row;
        }

        /// Of the commit that put the row, negative when that one removed it.
        long sequence() {
            return sequence;
        }

        int authority() {
            return authority;
        }

        /// What stands in the list where the row was: the row itself or a stand-in.
        int number() {
            return number;
        }
    }

    /// A snapshot, and the versions of which it is the newest reader.
    private static final class Held {
        private int users;
        private final List<Version> versions = new ArrayList<>();
    }

    void open(long sequence) {
        open.computeIfAbsent(sequence, _ -> new Held()).users++;
    }

    /// Frees what no other snapshot sees.
    void close(long sequence) {
        Held held = open.get(sequence);
        if (held == null || --held.users > 0) {
            return;
        }
        open.remove(sequence);
        Map.Entry<Long, Held> older = open.lowerEntry(sequence);
        for (Version version : held.versions) {
            if (older != null && older.getKey() >= Math.abs(version.sequence)) {
                older.getValue().versions.add(version);
            } else {
                drop(version);
            }
        }
    }

    boolean isOpen(long sequence) {
        return open.containsKey(sequence);
    }

    /// Of the open snapshots; below every sequence when there is none.
    long newestSnapshot() {
        return open.isEmpty() ? NO_SNAPSHOT : open.lastKey();
    }

    /// Of the open snapshots; [Long#MAX_VALUE] when there is none.
    long oldestSnapshot() {
        return open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
    }

    /// Tells whether a snapshot needs the row although it was changed.
    boolean holds(int row) {
        return newest.containsKey(row);
    }

    /// How many rows were changed under a snapshot.
    int size() {
        return newest.size();
    }

    /// Readies a row for its next content: keeps the present one when a snapshot sees it.
    ///
    /// @param until sequence of the commit that changes the row
    void supersede(int row, long until) {
        long sequence = store.rows().sequence(row);
        int authority = store.rows().authority(row);
        Map.Entry<Long, Held> reader = open.lastEntry();
        if (reader == null || reader.getKey() < Math.abs(sequence)) {
            store.authorities().release(authority);
            return;
        }
        var version = new Version(row, sequence, authority, until);
        version.older = newest.put(row, version);
        reader.getValue().versions.add(version);
    }

    /// Takes a row out of its list, and leaves a stand-in there when a snapshot sees it there.
    void leave(int row) {
        int standIn = RowSlots.NONE;
        for (Version at = newest.get(row); at != null; at = at.older) {
            if (at.number == row) {
                standIn = standIn == RowSlots.NONE ? store.rows().addStandIn(row) : standIn;
                at.number = standIn;
            }
        }
        if (standIn == RowSlots.NONE) {
            store.places().remove(row);
        } else {
            store.places().replace(row, standIn);
        }
    }

    /// The content of a changed row that the snapshot of `sequence` sees, or null when it sees
    /// none.
    @Nullable Version at(int row, long sequence) {
        Version at = newest.get(row);
        while (at != null && Math.abs(at.sequence) > sequence) {
            at = at.older;
        }
        return at != null && at.until > sequence ? at : null;
    }

    private void drop(Version version) {
        store.authorities().release(version.authority);
        unlink(version);
        if (version.number != version.row && !standsFor(version.row, version.number)) {
            store.places().remove(version.number);
            store.rows().removeStandIn(version.number);
        }
    }

    private void unlink(Version version) {
        Version at = newest.get(version.row);
        if (at == version) {
            if (version.older == null) {
                newest.remove(version.row);
            } else {
                newest.put(version.row, version.older);
            }
            return;
        }
        while (at != null && at.older != version) {
            at = at.older;
        }
        if (at != null) {
            at.older = version.older;
        }
    }

    private boolean standsFor(int row, int standIn) {
        for (Version at = newest.get(row); at != null; at = at.older) {
            if (at.number == standIn) {
                return true;
            }
        }
        return false;
    }
}
