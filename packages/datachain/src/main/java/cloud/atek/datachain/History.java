package cloud.atek.datachain;

/// Tells which older contents of rows are kept, by the retention of their chain. One thread, one
/// compaction: it may have to see all of the log once before it can tell.
sealed interface History {

    /// @param days first sequence of the time that [Retention.Days] speaks of
    static History of(Retention retention, long days) {
        return switch (retention) {
            case Retention.All() -> new All();
            case Retention.Versions(int count) -> count == 1 ? new None() : new Versions(count);
            case Retention.Days _ -> new Since(days);
        };
    }

    /// Whether [#see] wants every event before [#keeps] is asked for the first of them.
    default boolean wantsAll() {
        return false;
    }

    /// @param row number of a row
    /// @param sequence of an event of it; they ascend
    default void see(int row, long sequence) {}

    /// Asked once for each event that was seen, in the same order.
    boolean keeps(int row, long sequence);

    record All() implements History {
        @Override
        public boolean keeps(int row, long sequence) {
            return true;
        }
    }

    record None() implements History {
        @Override
        public boolean keeps(int row, long sequence) {
            return false;
        }
    }

    /// The newest versions of each row.
    final class Versions implements History {
        private final int count;
        private final IntColumn left = new IntColumn();

        Versions(int count) {
            this.count = count;
        }

        @Override
        public boolean wantsAll() {
            return true;
        }

        @Override
        public void see(int row, long sequence) {
            left.reserve(row + 1);
            left.put(row, left.at(row) + 1);
        }

        @Override
        public boolean keeps(int row, long sequence) {
            int here = left.at(row);
            left.put(row, here - 1);
            return here <= count;
        }
    }

    /// The versions that were the newest at some time since a sequence.
    final class Since implements History {
        private final long first;
        private final LongColumn before = new LongColumn();

        Since(long first) {
            this.first = first;
        }

        @Override
        public boolean wantsAll() {
            return true;
        }

        @Override
        public void see(int row, long sequence) {
            if (sequence < first) {
                before.reserve(row + 1);
                before.put(row, sequence);
            }
        }

        @Override
        public boolean keeps(int row, long sequence) {
            return sequence >= first || before.at(row) == sequence;
        }
    }
}
