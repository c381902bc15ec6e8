package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.replica.DocKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what two sets of items differ in, as a pure step function: ranges in, ranges out, and what
/// was learned on the way. What is said grows with the difference, not with the sets.
///
/// A range whose prints are equal is done. One that differs is cut in [#PARTS], or listed when few
/// items are left; who hears a list knows all that is missing on either side.
final class Reconciler {

    /// Ranges that one is cut in: more is fewer rounds and larger messages.
    static final int PARTS = 16;

    /// So many items are listed, not cut.
    static final int LIST_ITEMS = 32;

    private final Items ours;

    Reconciler(Items ours) {
        this.ours = ours;
    }

    /// What was learned from a message.
    ///
    /// @param answer what to say next, empty when there is nothing
    /// @param send what the other side lacks
    /// @param want what this side lacks
    record Heard(List<Range> answer, List<DocKey> send, List<ItemId> want) {}

    /// The first thing to say: everything, as one range.
    List<Range> start() {
        return List.of(said(0, ours.size(), null));
    }

    Heard hear(List<Range> ranges) {
        var answer = new ArrayList<Range>();
        var send = new ArrayList<DocKey>();
        var want = new ArrayList<ItemId>();
        int at = 0;
        for (Range range : ranges) {
            int from = at;
            // Bounds that go back are nobody's: they are empty ranges here.
            int to = Math.max(from, ours.before(range.upper()));
            switch (range.content()) {
                case Range.Content.Same() -> same(answer, range.upper());
                case Range.Content.Print print when print.equals(ours.print(from, to)) ->
                        same(answer, range.upper());
                case Range.Content.Print _ -> cut(answer, from, to, range.upper());
                case Range.Content.Ids(List<ItemId> theirs) -> {
                    send.addAll(ours.missing(from, to, theirs));
                    theirs.stream().filter(id -> ours.key(id).isEmpty()).forEach(want::add);
                    same(answer, range.upper());
                }
            }
            at = to;
        }
        boolean done =
                answer.stream().allMatch(range -> range.content() instanceof Range.Content.Same);
        return new Heard(done ? List.of() : answer, send, want);
    }

    /// Nothing more is to be said up to `upper`.
    private static void same(List<Range> answer, @Nullable ItemId upper) {
        boolean joins =
                !answer.isEmpty() && answer.getLast().content() instanceof Range.Content.Same;
        if (joins) {
            answer.removeLast();
        }
        answer.add(new Range(upper, new Range.Content.Same()));
    }

    private void cut(List<Range> answer, int from, int to, @Nullable ItemId upper) {
        int count = to - from;
        if (count <= LIST_ITEMS) {
            answer.add(new Range(upper, ours.ids(from, to)));
            return;
        }
        int at = from;
        for (int part = 1; part < PARTS; part++) {
            int end = from + (int) ((long) count * part / PARTS);
            answer.add(said(at, end, between(end)));
            at = end;
        }
        answer.add(said(at, to, upper));
    }

    private Range said(int from, int to, @Nullable ItemId upper) {
        return new Range(upper, ours.print(from, to));
    }

    /// The shortest bound between the item `at` and the one before it.
    private ItemId between(int at) {
        ItemId item = ours.id(at);
        ItemId before = ours.id(at - 1);
        for (int bytes = 1; bytes < ItemId.BYTES; bytes++) {
            ItemId prefix = item.prefix(bytes);
            if (prefix.compareTo(before) > 0) {
                return prefix;
            }
        }
        return item;
    }
}
