package cloud.atek.datachain;

/// The rows of a table as numbers in columns: 44 bytes each. A row keeps its number, from 1, as
/// long as it is known. One thread at a time.
///
/// A *stand-in* is a number too: it keeps the place in a list where a row was, for the snapshots
/// that still see the row there. It is not found by its key.
final class RowSlots implements Buckets.Entries {

    static final int NONE = Buckets.NONE;

    /// Most rows of one table: so that every index into a column is an int.
    static final int ROWS_MAX = 1 << 28;

    /// High and low half of the key, signed sequence.
    private static final int LONGS = 3;

    /// The numbers of a row that are ints.
    private static final int INTS = 5;

    private static final int PLACE = 0;
    private static final int AUTHORITY = 1;
    private static final int BEFORE = 2;
    private static final int BEHIND = 3;
    private static final int CHAINED = 4;

    private final KeyedHash hash;
    private final LongColumn longs = new LongColumn();
    private final IntColumn ints = new IntColumn();
    private final Buckets buckets;
    private int last;
    private int free;

    RowSlots(KeyedHash hash) {
        this.hash = hash;
        this.buckets = new Buckets(this);
    }

    /// The number of a row, or [#NONE].
    int find(RowKey key) {
        int row = buckets.first(hash.of(key.high(), key.low()));
        while (row != NONE
                && (longs.at(row * LONGS) != key.high()
                        || longs.at(row * LONGS + 1) != key.low())) {
            row = chained(row);
        }
        return row;
    }

    /// A number for a row that has none. The caller gives it a sequence, rules and a place.
    int add(RowKey key) {
        int row = take();
        longs.put(row * LONGS, key.high());
        longs.put(row * LONGS + 1, key.low());
        buckets.add(row, hash(row));
        return row;
    }

    /// Forgets a row that is in no list.
    void remove(int row) {
        buckets.remove(row, hash(row));
        release(row);
    }

    /// A number that stands where `row` stood.
    int addStandIn(int row) {
        int standIn = take();
        chain(standIn, -row);
        return standIn;
    }

    void removeStandIn(int standIn) {
        release(standIn);
    }

    /// Tells whether this number is not a row but stands where one was.
    boolean standsIn(int number) {
        return chained(number) < 0;
    }

    /// The row that a stand-in stands for, and any other row itself.
    int rowOf(int number) {
        int chained = chained(number);
        return chained < 0 ? -chained : number;
    }

    RowKey key(int row) {
        return new RowKey(longs.at(row * LONGS), longs.at(row * LONGS + 1));
    }

    /// Of the commit that put the row last, negative when that one removed it.
    long sequence(int row) {
        return longs.at(row * LONGS + 2);
    }

    void sequence(int row, long signed) {
        longs.put(row * LONGS + 2, signed);
    }

    int place(int row) {
        return ints.at(row * INTS + PLACE);
    }

    void place(int row, int place) {
        ints.put(row * INTS + PLACE, place);
    }

    int authority(int row) {
        return ints.at(row * INTS + AUTHORITY);
    }

    void authority(int row, int authority) {
        ints.put(row * INTS + AUTHORITY, authority);
    }

    /// The sibling before this one in its list, or [#NONE].
    int before(int row) {
        return ints.at(row * INTS + BEFORE);
    }

    void before(int row, int sibling) {
        ints.put(row * INTS + BEFORE, sibling);
    }

    /// The sibling behind this one in its list, or [#NONE].
    int behind(int row) {
        return ints.at(row * INTS + BEHIND);
    }

    void behind(int row, int sibling) {
        ints.put(row * INTS + BEHIND, sibling);
    }

    @Override
    public int hash(int row) {
        return hash.of(longs.at(row * LONGS), longs.at(row * LONGS + 1));
    }

    @Override
    public int chained(int row) {
        return ints.at(row * INTS + CHAINED);
    }

    @Override
    public void chain(int row, int next) {
        ints.put(row * INTS + CHAINED, next);
    }

    /// How many rows there are, without stand-ins.
    int size() {
        return buckets.size();
    }

    /// Of heap, counted from the arrays.
    long bytes() {
        return longs.bytes() + ints.bytes() + buckets.bytes();
    }

    private int take() {
        int row = free;
        if (row != NONE) {
            free = behind(row);
            return row;
        }
        if (last == ROWS_MAX) {
            throw new IllegalStateException("a table of more than " + ROWS_MAX + " rows");
        }
        row = ++last;
        longs.reserve((row + 1) * LONGS);
        ints.reserve((row + 1) * INTS);
        return row;
    }

    private void release(int row) {
        sequence(row, 0);
        chain(row, NONE);
        behind(row, free);
        free = row;
    }
}
