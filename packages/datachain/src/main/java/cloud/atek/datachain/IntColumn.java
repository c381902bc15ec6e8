package cloud.atek.datachain;

import java.util.Arrays;

/// A growing array of ints in chunks: growing copies no more than one chunk, and wastes no more.
/// What was never put is 0. One thread at a time.
final class IntColumn {

    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;

    /// First size, so that the table of a small chain is small.
    private static final int FIRST = 16;

    /// What an array costs besides its elements, in bytes.
    private static final int ARRAY_BYTES = 16;

    private int[][] chunks = {{}};
    private int count = 1;

    int at(int index) {
        return chunks[index >>> SHIFT][index & (CHUNK - 1)];
    }

    /// @param index below what was [#reserve]d
    void put(int index, int value) {
        chunks[index >>> SHIFT][index & (CHUNK - 1)] = value;
    }

    /// Makes room for `size` elements.
    void reserve(int size) {
        int first = chunks[0].length;
        if (first < CHUNK && size > first) {
            int room = Math.max(FIRST, Integer.highestOneBit(size - 1) << 1);
            chunks[0] = Arrays.copyOf(chunks[0], Math.min(CHUNK, room));
        }
        while (size > capacity()) {
            if (count == chunks.length) {
                chunks = Arrays.copyOf(chunks, count + count / 2 + 1);
            }
            chunks[count++] = new int[CHUNK];
        }
    }

    /// Of heap, counted from the arrays.
    long bytes() {
        long elements = chunks[0].length + (count - 1L) * CHUNK;
        return elements * Integer.BYTES + (count + 1L) * ARRAY_BYTES + 8L * chunks.length;
    }

    private long capacity() {
        return count == 1 ? chunks[0].length : (long) count * CHUNK;
    }
}
