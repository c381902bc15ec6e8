package cloud.atek.datachain.compact;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// When a chain compacts itself: it is asked whenever something was committed.
///
/// | text | due when |
/// |---|---|
/// | `never`, `immutable` | never |
/// | `modified` | the size changed |
/// | `timer` | 3600 s are over |
/// | `factor` | it grew by 0.2 of its size, and has 2 MiB |
/// | `size` | it grew by 100 MiB |
/// | `factor-or-timer`, `size-or-timer` | either |
///
/// each since the last compaction, or since it was opened. Another number follows a colon, two are
/// divided by a comma: `factor:0.4`, `size-or-timer:1048576,60`; sizes are in bytes, times in
/// seconds.
public sealed interface CompactMode {

    /// A smaller log is not worth the work.
    long FACTOR_BYTES_MIN = 2 << 20;

    /// Growth that `factor` waits for when no other is told.
    double FACTOR = 0.2;

    /// Growth that `size` waits for when no other is told.
    long SIZE_BYTES = 100 << 20;

    /// Time that `timer` waits for when no other is told.
    Duration TIMER = Duration.ofHours(1);

    /// Tells whether a log is to be compacted now.
    ///
    /// @param last when it was compacted last, or opened, see [Moment#lowered]
    boolean due(Moment now, Moment last);

    /// What [#parse] reads.
    String text();

    record Never() implements CompactMode {
        @Override
        public boolean due(Moment now, Moment last) {
            return false;
        }

        @Override
        public String text() {
            return "never";
        }
    }

    record Modified() implements CompactMode {
        @Override
        public boolean due(Moment now, Moment last) {
            return now.bytes() != last.bytes();
        }

        @Override
        public String text() {
            return "modified";
        }
    }

    /// @param period 1 second to a century, in whole seconds
    record Timer(Duration period) implements CompactMode {

        private static final long SECONDS_MAX = 36_500L * 24 * 3600;

        public Timer {
            long seconds = period.toSeconds();
            if (seconds < 1
                    || seconds > SECONDS_MAX
                    || !period.equals(Duration.ofSeconds(seconds))) {
                throw new IllegalArgumentException(
                        "a timer of " + period + ", want whole seconds, 1 to " + SECONDS_MAX);
            }
        }

        @Override
        public boolean due(Moment now, Moment last) {
            return !now.time().isBefore(last.time().plus(period));
        }

        @Override
        public String text() {
            return with("timer", period.equals(TIMER) ? "" : seconds(period));
        }
    }

    /// @param growth share of the size, above 0
    record Factor(double growth) implements CompactMode {
        public Factor {
            if (!(growth > 0) || Double.isInfinite(growth)) {
                throw new IllegalArgumentException("a growth by " + growth + ", want more than 0");
            }
        }

        @Override
        public boolean due(Moment now, Moment last) {
            return now.bytes() >= FACTOR_BYTES_MIN && now.bytes() >= last.bytes() * (1 + growth);
        }

        @Override
        public String text() {
            return with("factor", growth == FACTOR ? "" : number(growth));
        }
    }

    /// @param bytes above 0
    record Size(long bytes) implements CompactMode {
        public Size {
            if (bytes < 1) {
                throw new IllegalArgumentException("a growth by " + bytes + " bytes, want 1");
            }
        }

        @Override
        public boolean due(Moment now, Moment last) {
            return now.bytes() - last.bytes() >= bytes;
        }

        @Override
        public String text() {
            return with("size", bytes == SIZE_BYTES ? "" : Long.toString(bytes));
        }
    }

    record FactorOrTimer(Factor factor, Timer timer) implements CompactMode {
        @Override
        public boolean due(Moment now, Moment last) {
            return factor.due(now, last) || timer.due(now, last);
        }

        @Override
        public String text() {
            boolean usual = factor.growth() == FACTOR && timer.period().equals(TIMER);
            String numbers = number(factor.growth()) + "," + seconds(timer.period());
            return with("factor-or-timer", usual ? "" : numbers);
        }
    }

    record SizeOrTimer(Size size, Timer timer) implements CompactMode {
        @Override
        public boolean due(Moment now, Moment last) {
            return size.due(now, last) || timer.due(now, last);
        }

        @Override
        public String text() {
            boolean usual = size.bytes() == SIZE_BYTES && timer.period().equals(TIMER);
            String numbers = size.bytes() + "," + seconds(timer.period());
            return with("size-or-timer", usual ? "" : numbers);
        }
    }

    /// Reads a mode as people write it.
    ///
    /// @throws IllegalArgumentException when it is none, with the names that are
    static CompactMode parse(String text) {
        String[] halves = text.strip().toLowerCase(Locale.ROOT).split(":", 2);
        var numbers = new Numbers(text, halves.length == 1 ? List.of() : Numbers.split(halves[1]));
        CompactMode mode =
                switch (halves[0]) {
                    case "never", "immutable" -> new Never();
                    case "modified" -> new Modified();
                    case "timer" -> timer(numbers);
                    case "factor" -> factor(numbers);
                    case "size" -> size(numbers);
                    case "factor-or-timer" -> new FactorOrTimer(factor(numbers), timer(numbers));
                    case "size-or-timer" -> new SizeOrTimer(size(numbers), timer(numbers));
                    default -> throw numbers.unknown();
                };
        numbers.requireNone();
        return mode;
    }

    private static Timer timer(Numbers numbers) {
        return new Timer(Duration.ofSeconds(numbers.whole(TIMER.toSeconds())));
    }

    private static Factor factor(Numbers numbers) {
        return new Factor(numbers.next(BigDecimal.valueOf(FACTOR)).doubleValue());
    }

    private static Size size(Numbers numbers) {
        return new Size(numbers.whole(SIZE_BYTES));
    }

    private static String with(String name, String numbers) {
        return numbers.isEmpty() ? name : name + ":" + numbers;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
