package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Version;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The versions that a replica has, as they are called in one session: sorted, and with running
/// sums, so that the print of any range is two look-ups. Never changes. About 120 bytes an item.
final class Items {

    private record Item(ItemId id, DocKey key) {}

    private final Item[] items;

    /// The sum of the first items; one more than there are.
    private final ItemId[] sums;

    private Items(Item[] items) {
        this.items = items;
        this.sums = new ItemId[items.length + 1];
        sums[0] = ItemId.ZERO;
        for (int i = 0; i < items.length; i++) {
            sums[i + 1] = sums[i].plus(items[i].id());
        }
    }

    /// @param salt random, the same on both sides
    static Items of(List<Version> versions, byte[] salt) {
        // A signature fits one document alone.
        SipHash hash = SipHash.of(salt);
        Item[] items =
                versions.stream()
                        .map(version -> new Item(hash.hash(version.signature()), version.key()))
                        .sorted(Comparator.comparing(Item::id))
                        .toArray(Item[]::new);
        return new Items(items);
    }

    int size() {
        return items.length;
    }

    ItemId id(int at) {
        return items[at].id();
    }

    /// Of the items from `from` up to `to`.
    Range.Content.Print print(int from, int to) {
        return new Range.Content.Print(to - from, sums[to].minus(sums[from]));
    }

    Range.Content.Ids ids(int from, int to) {
        return new Range.Content.Ids(Arrays.stream(items, from, to).map(Item::id).toList());
    }

    /// How many come before `bound`; all for null.
    int before(@Nullable ItemId bound) {
        if (bound == null) {
            return items.length;
        }
        int low = 0;
        int high = items.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (items[middle].id().compareTo(bound) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Optional<DocKey> key(ItemId id) {
        int at = before(id);
        return at < items.length && items[at].id().equals(id)
                ? Optional.of(items[at].key())
                : Optional.empty();
    }

    /// The keys of the items from `from` up to `to` that are not among `theirs`.
    List<DocKey> missing(int from, int to, List<ItemId> theirs) {
        Set<ItemId> there = new HashSet<>(theirs);
        return Arrays.stream(items, from, to)
                .filter(item -> !there.contains(item.id()))
                .map(Item::key)
                .toList();
    }
}
