package cloud.atek.datachain;

/// The rows that have others under them, there or not, with the number of their places in use: 28
/// bytes each. One thread at a time.
final class Parents implements Buckets.Entries {

    static final int NONE = Buckets.NONE;

    /// High and low half of the key.
    private static final int LONGS = 2;

    private static final int INTS = 2;
    private static final int COUNT = 0;

    /// Of a free number: the next free one.
    private static final int CHAINED = 1;

    private final KeyedHash hash;
    private final LongColumn longs = new LongColumn();
    private final IntColumn ints = new IntColumn();
    private final Buckets buckets = new Buckets(this);
    private int last;
    private int free;

    Parents(KeyedHash hash) {
        this.hash = hash;
    }

    /// The number of a parent, or [#NONE] when nothing is under it.
    int find(long high, long low) {
        int at = buckets.first(hash.of(high, low));
        while (at != NONE && !(longs.at(at * LONGS) == high && longs.at(at * LONGS + 1) == low)) {
            at = chained(at);
        }
        return at;
    }

    /// Counts one place more or less.
    void count(long high, long low, int change) {
        int found = find(high, low);
        int at = found == NONE ? add(high, low) : found;
        int now = ints.at(at * INTS + COUNT) + change;
        ints.put(at * INTS + COUNT, now);
        if (now == 0) {
            buckets.remove(at, hash(at));
            chain(at, free);
            free = at;
        }
    }

    @Override
    public int hash(int parent) {
        return hash.of(longs.at(parent * LONGS), longs.at(parent * LONGS + 1));
    }

    @Override
    public int chained(int parent) {
        return ints.at(parent * INTS + CHAINED);
    }

    @Override
    public void chain(int parent, int next) {
        ints.put(parent * INTS + CHAINED, next);
    }

    /// Of heap, counted from the arrays.
    long bytes() {
        return longs.bytes() + ints.bytes() + buckets.bytes();
    }

    private int add(long high, long low) {
        int at = free;
        if (at == NONE) {
            at = ++last;
            longs.reserve((last + 1) * LONGS);
            ints.reserve((last + 1) * INTS);
        } else {
            free = chained(at);
        }
        longs.put(at * LONGS, high);
        longs.put(at * LONGS + 1, low);
        buckets.add(at, hash(at));
        return at;
    }
}
