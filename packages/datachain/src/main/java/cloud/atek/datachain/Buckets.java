package cloud.atek.datachain;

/// A hash table of numbered entries, chained in each bucket, with about one bucket an entry.
///
/// It grows by one bucket with each entry (linear hashing, Litwin 1980): the newest bucket takes
/// its share of an older one, so that no insert ever pays for the whole table. One thread at a
/// time.
final class Buckets {

    /// No entry: entries are numbered from 1.
    static final int NONE = 0;

    /// Where the entries are.
    interface Entries {
        int hash(int entry);

        /// The next entry in the same bucket, or [#NONE].
        int chained(int entry);

        void chain(int entry, int next);
    }

    private final Entries entries;
    private final IntColumn heads = new IntColumn();
    private int buckets;
    private int size;

    Buckets(Entries entries) {
        this.entries = entries;
        addBucket();
    }

    /// The first entry that could have this hash; the others are chained to it.
    int first(int hash) {
        return heads.at(bucket(hash));
    }

    void add(int entry, int hash) {
        size++;
        if (size > buckets) {
            addBucket();
        }
        push(entry, bucket(hash));
    }

    void remove(int entry, int hash) {
        size--;
        int bucket = bucket(hash);
        int at = heads.at(bucket);
        if (at == entry) {
            heads.put(bucket, entries.chained(entry));
            return;
        }
        while (entries.chained(at) != entry) {
            at = entries.chained(at);
        }
        entries.chain(at, entries.chained(entry));
    }

    int size() {
        return size;
    }

    /// Of heap, counted from the arrays.
    long bytes() {
        return heads.bytes();
    }

    private int bucket(int hash) {
        int full = Integer.highestOneBit(buckets);
        int bucket = hash & (2 * full - 1);
        return bucket < buckets ? bucket : bucket - full;
    }

    private void push(int entry, int bucket) {
        entries.chain(entry, heads.at(bucket));
        heads.put(bucket, entry);
    }

    private void addBucket() {
        heads.reserve(buckets + 1);
        int from = buckets == 0 ? 0 : buckets - Integer.highestOneBit(buckets);
        int entry = heads.at(from);
        buckets++;
        heads.put(from, NONE);
        while (entry != NONE) {
            int next = entries.chained(entry);
            push(entry, bucket(entries.hash(entry)));
            entry = next;
        }
    }
}
