package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import java.time.Instant;
import java.util.List;

/// An atomic set of events in its place in a chain.
///
/// @param items its events in their order, and what is left of those that compaction removed
public record Commit(CommitHead head, List<Item> items) {

    /// An event, or what is left of some.
    public sealed interface Item {

        /// @param ordinal number of the event in its commit, from 0
        record Kept(int ordinal, Event event) implements Item {}

        /// `2^level` events were here, beginning with `ordinal`, which it divides.
        ///
        /// @param hash root of the Merkle tree over them
        record Pruned(int ordinal, int level, Hash hash) implements Item {}
    }

    public Commit {
        items = List.copyOf(items);
    }

    public long sequence() {
        return head.sequence();
    }

    public Instant time() {
        return head.time();
    }

    public Hash previous() {
        return head.previous();
    }

    public Origin origin() {
        return head.origin();
    }

    /// Those that are still there, in their order.
    public List<Event> events() {
        return items.stream()
                .filter(Item.Kept.class::isInstance)
                .map(item -> ((Item.Kept) item).event())
                .toList();
    }

    /// Tells whether no event was removed.
    public boolean whole() {
        return items.size() == head.events()
                && items.stream().allMatch(Item.Kept.class::isInstance);
    }
}
