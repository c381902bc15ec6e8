package cloud.atek.datachain;

import org.jspecify.annotations.Nullable;

/// The places that rows are in, each with the list of its rows in the order in which they came: 44
/// bytes a place that is in use. One thread at a time.
///
/// Every known row is in one list: that of its place, of the rows without one, or of the removed
/// ones.
final class Places implements Buckets.Entries {

    /// The list of the rows that have no place.
    static final int TOP = 1;

    /// The list of the removed rows, the oldest removal first.
    static final int REMOVED = 2;

    private static final int NONE = Buckets.NONE;

    /// High and low half of the parent's key, collection.
    private static final int LONGS = 3;

    /// The numbers of a place that are ints.
    private static final int INTS = 5;

    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int FIRST_ROW = 2;
    private static final int COUNT = 3;
    private static final int CHAINED = 4;

    private final KeyedHash hash;
    private final RowSlots rows;
    private final LongColumn longs = new LongColumn();
    private final IntColumn ints = new IntColumn();
    private final Buckets buckets = new Buckets(this);
    private final Parents parents;
    private int last = REMOVED;
    private int free;

    Places(KeyedHash hash, RowSlots rows) {
        this.hash = hash;
        this.rows = rows;
        this.parents = new Parents(hash);
        makeRoom();
    }

    /// The number of a place, or 0 when nothing is there.
    int find(@Nullable Place place) {
        if (place == null) {
            return TOP;
        }
        RowKey parent = place.parent();
        int at = buckets.first(hash.of(parent.high(), parent.low(), place.collection()));
        while (at != NONE && !is(at, place)) {
            at = chained(at);
        }
        return at;
    }

    /// The number of a place. It lasts until the last row leaves it.
    int intern(@Nullable Place place) {
        int found = find(place);
        return found != NONE || place == null ? found : add(place);
    }

    /// What [#intern] was given.
    @Nullable Place place(int place) {
        return place <= REMOVED
                ? null
                : new Place(
                        new RowKey(longs.at(place * LONGS), longs.at(place * LONGS + 1)),
                        longs.at(place * LONGS + 2));
    }

    /// The highest number that a place can have.
    int last() {
        return last;
    }

    /// How many rows are here.
    int count(int place) {
        return field(place, COUNT);
    }

    /// The first row or stand-in of the list, or 0.
    int first(int place) {
        return field(place, FIRST);
    }

    /// The first row of the list that is no stand-in, or 0. However many of them snapshots need, a
    /// reader of the oldest rows does not pass over them again and again.
    int firstRow(int place) {
        return field(place, FIRST_ROW);
    }

    /// The next row of the list of `row` that is no stand-in, or 0.
    int rowBehind(int row) {
        int next = rows.behind(row);
        while (next != NONE && rows.standsIn(next)) {
            next = rows.behind(next);
        }
        return next;
    }

    /// Lets a row that is in no list be the last one here.
    void append(int place, int row) {
        int before = field(place, LAST);
        rows.place(row, place);
        rows.before(row, before);
        rows.behind(row, NONE);
        link(place, before, row);
        field(place, LAST, row);
        if (firstRow(place) == NONE) {
            field(place, FIRST_ROW, row);
        }
        count(place, count(place) + 1);
    }

    /// Takes a row or a stand-in out of its list. An empty place is forgotten.
    void remove(int number) {
        int place = rows.place(number);
        if (!rows.standsIn(number)) {
            leave(place, number);
        }
        int before = rows.before(number);
        int behind = rows.behind(number);
        link(place, before, behind);
        linkBack(place, behind, before);
        if (first(place) == NONE && place > REMOVED) {
            forget(place);
        }
    }

    /// Takes a row out of its list and puts a stand-in where it was.
    void replace(int row, int standIn) {
        int place = rows.place(row);
        leave(place, row);
        int before = rows.before(row);
        int behind = rows.behind(row);
        rows.place(standIn, place);
        rows.before(standIn, before);
        rows.behind(standIn, behind);
        link(place, before, standIn);
        linkBack(place, behind, standIn);
    }

    @Override
    public int hash(int place) {
        return hash.of(
                longs.at(place * LONGS), longs.at(place * LONGS + 1), longs.at(place * LONGS + 2));
    }

    @Override
    public int chained(int place) {
        return field(place, CHAINED);
    }

    @Override
    public void chain(int place, int next) {
        field(place, CHAINED, next);
    }

    /// Tells whether a row is in any place of this parent.
    boolean hasChildren(RowKey parent) {
        return parents.find(parent.high(), parent.low()) != Parents.NONE;
    }

    /// Of heap, counted from the arrays.
    long bytes() {
        return longs.bytes() + ints.bytes() + buckets.bytes() + parents.bytes();
    }

    private void leave(int place, int row) {
        count(place, count(place) - 1);
        if (firstRow(place) == row) {
            field(place, FIRST_ROW, rowBehind(row));
        }
    }

    private void count(int place, int now) {
        boolean filled = count(place) == 0;
        field(place, COUNT, now);
        if (place > REMOVED && (filled || now == 0)) {
            parents.count(longs.at(place * LONGS), longs.at(place * LONGS + 1), filled ? 1 : -1);
        }
    }

    private void link(int place, int before, int behind) {
        if (before == NONE) {
            field(place, FIRST, behind);
        } else {
            rows.behind(before, behind);
        }
    }

    private void linkBack(int place, int behind, int before) {
        if (behind == NONE) {
            field(place, LAST, before);
        } else {
            rows.before(behind, before);
        }
    }

    private boolean is(int at, Place place) {
        return longs.at(at * LONGS) == place.parent().high()
                && longs.at(at * LONGS + 1) == place.parent().low()
                && longs.at(at * LONGS + 2) == place.collection();
    }

    private int add(Place place) {
        int at = free;
        if (at == NONE) {
            at = ++last;
            makeRoom();
        } else {
            free = chained(at);
        }
        longs.put(at * LONGS, place.parent().high());
        longs.put(at * LONGS + 1, place.parent().low());
        longs.put(at * LONGS + 2, place.collection());
        buckets.add(at, hash(at));
        return at;
    }

    private void forget(int place) {
        buckets.remove(place, hash(place));
        // A walk passes over forgotten places: their lists stay empty.
        chain(place, free);
        free = place;
    }

    private void makeRoom() {
        longs.reserve((last + 1) * LONGS);
        ints.reserve((last + 1) * INTS);
    }

    private int field(int place, int field) {
        return ints.at(place * INTS + field);
    }

    private void field(int place, int field, int value) {
        ints.put(place * INTS + field, value);
    }
}
