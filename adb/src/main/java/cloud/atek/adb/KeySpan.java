package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Order keys from one up to, and without, another. Never shared between threads.
@SuppressWarnings("ArrayRecordComponent")
record KeySpan(byte[] from, byte[] to) {

    /// Every value there is, missing ones left out.
    private static final KeySpan PRESENT =
            new KeySpan(new byte[] {OrderKey.MISSING + 1}, new byte[] {(byte) 0xff});

    private static final KeySpan ABSENT =
            new KeySpan(
                    new byte[] {OrderKey.MISSING}, OrderKey.behind(new byte[] {OrderKey.MISSING}));

    /// Every value, and missing ones.
    static final KeySpan ALL = new KeySpan(new byte[0], PRESENT.to);

    /// Every key that begins with `key`.
    static KeySpan beginning(byte[] key) {
        return new KeySpan(key, OrderKey.behind(key));
    }

    static byte[] greater(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) > 0 ? one : other;
    }

    static byte[] smaller(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) < 0 ? one : other;
    }

    /// Whether it has one key only.
    boolean isOneKey() {
        return Arrays.equals(to, OrderKey.behind(from));
    }

    /// Keys that go on behind `prefix` with one of these.
    KeySpan behind(byte[] prefix) {
        return new KeySpan(joined(prefix, from), joined(prefix, to));
    }

    /// The keys that are in one of `some` and one of `others`; both sorted and apart, as the
    /// answer.
    static List<KeySpan> intersection(List<KeySpan> some, List<KeySpan> others) {
        var both = new ArrayList<KeySpan>();
        int i = 0;
        int j = 0;
        while (i < some.size() && j < others.size()) {
            KeySpan a = some.get(i);
            KeySpan b = others.get(j);
            byte[] from = greater(a.from, b.from);
            byte[] to = smaller(a.to, b.to);
            if (Arrays.compareUnsigned(from, to) < 0) {
                both.add(new KeySpan(from, to));
            }
            if (Arrays.compareUnsigned(a.to, b.to) < 0) {
                i++;
            } else {
                j++;
            }
        }
        return both;
    }

    /// The keys that values can have for which a filter holds.
    ///
    /// @return null when the filter does not say it by one range of keys or a few
    static @Nullable Spans of(Filter filter) {
        return switch (filter) {
            case Filter.Compare(_, var comparison, var operand) -> compared(comparison, operand);
            case Filter.In(_, var operands) -> values(operands);
            case Filter.Prefix(_, var text) -> {
                OrderKey key = OrderKey.ofPrefix(text);
                // Twice, for else it would look as if it had one key only.
                byte[] to = OrderKey.behind(OrderKey.behind(key.bytes()));
                yield one(key.bytes(), to, key.exact());
            }
            case Filter.Exists(_, var wanted) ->
                    new Spans(List.of(wanted ? PRESENT : ABSENT), true);
            case Filter.Contains _, Filter.And _, Filter.Or _, Filter.Not _ -> null;
        };
    }

    private static @Nullable Spans compared(Filter.Comparison comparison, JsonNode operand) {
        OrderKey key = OrderKey.of(operand);
        byte[] at = key.bytes();
        byte[] behind = OrderKey.behind(at);
        return switch (comparison) {
            case EQ -> one(at, behind, key.exact());
            case NE -> null;
            case LT -> one(PRESENT.from, key.exact() ? at : behind, key.exact());
            case LTE -> one(PRESENT.from, behind, key.exact());
            case GT -> one(key.exact() ? behind : at, PRESENT.to, key.exact());
            case GTE -> one(at, PRESENT.to, key.exact());
        };
    }

    private static Spans values(List<JsonNode> operands) {
        List<OrderKey> keys = operands.stream().map(OrderKey::of).toList();
        List<KeySpan> spans =
                keys.stream()
                        .map(OrderKey::bytes)
                        .sorted(Arrays::compareUnsigned)
                        .map(key -> new KeySpan(key, OrderKey.behind(key)))
                        .toList();
        var apart = new ArrayList<KeySpan>();
        for (KeySpan span : spans) {
            if (apart.isEmpty() || !Arrays.equals(apart.getLast().from, span.from)) {
                apart.add(span);
            }
        }
        return new Spans(apart, keys.stream().allMatch(OrderKey::exact));
    }

    private static Spans one(byte[] from, byte[] to, boolean exact) {
        boolean empty = Arrays.compareUnsigned(from, to) >= 0;
        return new Spans(empty ? List.of() : List.of(new KeySpan(from, to)), exact);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Sorted and apart.
    ///
    /// @param exact whether the filter holds for all values with these keys; else it must be asked
    @SuppressWarnings("ArrayRecordComponent")
    record Spans(List<KeySpan> list, boolean exact) {}
}
