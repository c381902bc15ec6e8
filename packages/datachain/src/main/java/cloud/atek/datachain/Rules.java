package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides whether the keys behind a change may do what it does. Pure: it reads the rows as they
/// are and tells the reasons against it. One thread, one change.
///
/// | an event that | needs |
/// |---|---|
/// | puts or removes a row that is there | the rule of the row |
/// | moves it | the rule of its new parent too |
/// | puts a row that is not there | the rule of the parent it is placed under |
/// | removes a row that is not there | the rule of the roots |
/// | puts back a row that still has rows under it | the rule of the roots too: those are theirs |
/// | publishes a key | nothing |
///
/// The rule of a row is its own; where it inherits, that of the row it is placed under *as the
/// chain has it*, never as the event says; at the top, and under a row that is gone, that of the
/// roots. The events of a change are looked at in their order, each after those before it.
final class Rules {

    private final Stored stored;
    private final Backing backing;
    private final Map<RowKey, Changed> changed = new HashMap<>();
    private final List<Outcome.Reason> reasons = new ArrayList<>();
    private @Nullable Genesis genesis;

    /// The chain as it is before the change.
    interface Stored {

        /// The present row, not a removed one.
        RowView.@Nullable Row find(RowKey key);

        /// Tells whether rows are placed under `key`, which need not be there itself.
        boolean hasChildren(RowKey key);

        PublishedKeys keys();

        /// Null in an empty chain.
        @Nullable Genesis genesis();
    }

    /// What the change made of a row; null when it removed it.
    private record Changed(RowView.@Nullable Row row) {}

    Rules(Stored stored, Backing backing) {
        this.stored = stored;
        this.backing = backing;
        this.genesis = stored.genesis();
    }

    /// Why `events` cannot be; nothing when they can.
    List<Outcome.Reason> check(List<Event> events) {
        for (Event event : events) {
            if (changed.containsKey(event.key())) {
                reasons.add(new Outcome.Reason.Twice(event.key()));
                continue;
            }
            switch (event) {
                case Event.Put put -> put(put);
                case Event.Tombstone(RowKey key) -> tombstone(key);
            }
        }
        return reasons;
    }

    private void put(Event.Put put) {
        Genesis now = genesis;
        if (now == null) {
            first(put);
        } else if (reserved(put, now)) {
            RowView.Row before = find(put.key());
            if (before != null) {
                need(put.key(), ruleOf(before));
            } else if (stored.hasChildren(put.key())) {
                need(put.key(), now.rule());
            }
            if (before == null || !Objects.equals(before.place(), put.place())) {
                place(put, now);
            }
        }
        changed.put(
                put.key(),
                new Changed(new RowView.Row(put.key(), 0, put.place(), put.authority())));
    }

    /// Before everything else comes the genesis; who signs the first commit may write it.
    private void first(Event.Put put) {
        genesis = genesis(put);
        if (genesis == null) {
            broken(put.key(), "the first event of a chain is its genesis");
        }
    }

    /// Looks at rows that mean something to the chain.
    ///
    /// @return true when the event needs a permission like any other
    private boolean reserved(Event.Put put, Genesis now) {
        if (put.key().equals(Reserved.CHAIN_ROW) || put.type().equals(Reserved.CHAIN)) {
            return changesGenesis(put, now);
        }
        if (put.type().equals(Reserved.KEY)) {
            return publishes(put);
        }
        if (stored.keys().isAt(put.key())) {
            broken(put.key(), "a published key stays as it is");
        } else if (put.type().startsWith(Reserved.PREFIX)
                && !Reserved.USABLE.contains(put.type())) {
            broken(put.key(), "types that begin with " + Reserved.PREFIX + " are not for use");
        }
        return true;
    }

    private boolean changesGenesis(Event.Put put, Genesis now) {
        Genesis next = genesis(put);
        if (next == null) {
            broken(put.key(), "a genesis stands plain in its own row, and is whole");
            return true;
        }
        if (next.trust() != now.trust()) {
            broken(put.key(), "a chain keeps its trust mode for life");
        }
        need(put.key(), now.rule());
        genesis = next;
        return false;
    }

    /// The genesis that `put` writes, or null when it writes none or a wrong one.
    static @Nullable Genesis genesis(Event.Put put) {
        if (!put.key().equals(Reserved.CHAIN_ROW)
                || !put.type().equals(Reserved.CHAIN)
                || !Reserved.plainAtTheTop(put)) {
            return null;
        }
        try {
            return Genesis.read(put.body());
        } catch (MalformedCommitException e) {
            return null;
        }
    }

    private boolean publishes(Event.Put put) {
        if (PublishedKeys.read(put) == null || !Reserved.plainAtTheTop(put)) {
            broken(put.key(), "a published key stands plain in the row named by its hash");
        } else if (stored.keys().isAt(put.key())) {
            return false;
        } else if (stored.keys().full()) {
            broken(put.key(), "no more keys fit, there are " + Limits.PUBLISHED_KEYS_MAX);
        }
        return find(put.key()) != null || stored.hasChildren(put.key());
    }

    private void tombstone(RowKey key) {
        Genesis now = genesis;
        RowView.Row before = find(key);
        if (now == null) {
            broken(key, "the first event of a chain is its genesis");
        } else if (key.equals(Reserved.CHAIN_ROW)) {
            broken(key, "the genesis cannot be removed");
        } else if (stored.keys().isAt(key)) {
            broken(key, "a published key stays as it is");
        } else {
            need(key, before == null ? now.rule() : ruleOf(before));
        }
        changed.put(key, new Changed(null));
    }

    /// Whether the row may be placed there.
    private void place(Event.Put put, Genesis now) {
        Place place = put.place();
        if (place == null) {
            need(put.key(), now.rule());
            return;
        }
        RowView.Row parent = find(place.parent());
        if (place.parent().equals(put.key())) {
            reasons.add(new Outcome.Reason.Cycle(put.key()));
        } else if (parent == null) {
            reasons.add(new Outcome.Reason.MissingParent(put.key(), place.parent()));
        } else {
            walk(put.key(), place);
            need(put.key(), ruleOf(parent));
        }
    }

    /// Follows the places up from that of `key`, which must not come again.
    private void walk(RowKey key, Place first) {
        Place place = first;
        for (int depth = 1; place != null; depth++) {
            if (depth == Limits.PLACE_DEPTH_MAX) {
                reasons.add(new Outcome.Reason.TooDeep(key));
                return;
            }
            if (place.parent().equals(key)) {
                reasons.add(new Outcome.Reason.Cycle(key));
                return;
            }
            RowView.Row parent = find(place.parent());
            place = parent == null ? null : parent.place();
        }
    }

    /// The rule that holds for a row that is there; null when it is too deep to tell.
    private Authority.@Nullable Write ruleOf(RowView.Row row) {
        RowView.Row at = row;
        for (int depth = 1; depth <= Limits.PLACE_DEPTH_MAX; depth++) {
            if (!(at.authority().write() instanceof Authority.Write.Inherit)) {
                return at.authority().write();
            }
            Place place = at.place();
            RowView.Row parent = place == null ? null : find(place.parent());
            if (parent == null) {
                return Objects.requireNonNull(genesis).rule();
            }
            at = parent;
        }
        return null;
    }

    private void need(RowKey key, Authority.@Nullable Write rule) {
        if (rule == null) {
            reasons.add(new Outcome.Reason.TooDeep(key));
        } else if (!backing.meets(rule)) {
            reasons.add(new Outcome.Reason.Unauthorized(key, rule));
        }
    }

    private RowView.@Nullable Row find(RowKey key) {
        Changed now = changed.get(key);
        return now == null ? stored.find(key) : now.row();
    }

    private void broken(RowKey key, String rule) {
        reasons.add(new Outcome.Reason.BrokenRule(key, rule));
    }
}
