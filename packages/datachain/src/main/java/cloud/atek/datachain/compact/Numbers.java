package cloud.atek.datachain.compact;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The numbers behind the name of a mode, taken one after the other. One thread.
final class Numbers {
    private final String text;
    private final List<String> left;

    /// @param text the whole mode, for messages
    Numbers(String text, List<String> numbers) {
        this.text = text;
        this.left = new ArrayList<>(numbers);
    }

    static List<String> split(String numbers) {
        return List.of(numbers.split(",", -1));
    }

    BigDecimal next(BigDecimal otherwise) {
        if (left.isEmpty()) {
            return otherwise;
        }
        try {
            return new BigDecimal(left.removeFirst().strip());
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    long whole(long otherwise) {
        try {
            return next(BigDecimal.valueOf(otherwise)).longValueExact();
        } catch (ArithmeticException e) {
            throw unknown();
        }
    }

    void requireNone() {
        if (!left.isEmpty()) {
            throw unknown();
        }
    }

    IllegalArgumentException unknown() {
        return new IllegalArgumentException(
                "not a compact mode: \""
                        + text
                        + "\"; want never, modified, timer, factor, size, factor-or-timer or"
                        + " size-or-timer, with numbers as in factor:0.4 or"
                        + " size-or-timer:1048576,60");
    }
}
