package cloud.atek.datachain;

/// The sequence each row comes from: 24 bytes a row in an open table, about 40 with its free
/// places. One thread at a time.
final class RowIndex {

    private static final int SLOT = 3;
    private static final int CAPACITY_MIN = 16;

    /// Three numbers a slot: key high, key low, sequence. The sequence is 0 in a free slot, and
    /// negative where a row was removed, so that a search goes on behind it.
    private long[] slots = new long[CAPACITY_MIN * SLOT];

    private int used;

    /// The sequence of the commit that put the row last, or [Edit#ABSENT].
    long find(RowKey key) {
        return Math.max(Edit.ABSENT, slots[slotOf(key) + 2]);
    }

    void apply(Event event, long sequence) {
        int slot = slotOf(event.key());
        boolean known = slots[slot + 2] != 0;
        switch (event) {
            case Event.Put put -> {
                slots[slot] = put.key().high();
                slots[slot + 1] = put.key().low();
                slots[slot + 2] = sequence;
                if (!known && ++used * 10L > slots.length / SLOT * 7L) {
                    grow();
                }
            }
            case Event.Tombstone _ -> {
                if (known) {
                    slots[slot + 2] = -sequence;
                }
            }
        }
    }

    private int slotOf(RowKey key) {
        return slotOf(slots, key.high(), key.low());
    }

    private static int slotOf(long[] slots, long high, long low) {
        int mask = slots.length / SLOT - 1;
        // Given keys need not be random; the multiplication spreads them.
        int at = (int) (((high ^ Long.rotateLeft(low, 32)) * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (true) {
            int slot = at * SLOT;
            boolean free = slots[slot + 2] == 0;
            if (free || (slots[slot] == high && slots[slot + 1] == low)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    private void grow() {
        int live = 0;
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            live += slots[slot + 2] > 0 ? 1 : 0;
        }
        int capacity = CAPACITY_MIN;
        while (live * 2L >= capacity) {
            capacity *= 2;
        }
        var next = new long[capacity * SLOT];
        for (int slot = 0; slot < slots.length; slot += SLOT) {
            if (slots[slot + 2] > 0) {
                System.arraycopy(
                        slots, slot, next, slotOf(next, slots[slot], slots[slot + 1]), SLOT);
            }
        }
        slots = next;
        used = live;
    }
}
