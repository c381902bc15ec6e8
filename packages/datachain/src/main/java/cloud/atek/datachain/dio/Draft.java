package cloud.atek.datachain.dio;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.pipe.Transformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a change of what a unit of work wants written. One thread owns it, for one commit.
final class Draft {

    private final Bodies bodies;
    private final Snapshot snapshot;
    private final Buffer buffer;
    private final ReadRules.View view;
    private final List<Edit> edits = new ArrayList<>();
    private final Map<RowKey, Guard> guards = new LinkedHashMap<>();
    private final List<Outcome.Reason> reasons = new ArrayList<>();

    /// @param view the rows as they will be
    Draft(Bodies bodies, Snapshot snapshot, Buffer buffer, ReadRules.View view) {
        this.bodies = bodies;
        this.snapshot = snapshot;
        this.buffer = buffer;
        this.view = view;
    }

    List<Edit> edits() {
        return edits;
    }

    List<Guard> guards() {
        return List.copyOf(guards.values());
    }

    /// Why there is no change to be made.
    List<Outcome.Reason> reasons() {
        return reasons;
    }

    /// @param wanted what must be so besides
    Draft make(Collection<Guard> wanted) throws IOException {
        // Groups that this unit changes are not in the chain yet, and may never be: their keys must
        // not be remembered longer than this.
        try (Groups changed = bodies.groups().fresh()) {
            for (Buffer.Write write : buffer.ordered()) {
                switch (write) {
                    case Buffer.Write.Gone(RowKey key, long expect) ->
                            edits.add(new Edit(new Event.Tombstone(key), expect));
                    case Buffer.Write.Put put -> add(put, changed);
                }
            }
        }
        wanted.forEach(guard -> guards.put(guard.row(), guard));
        return this;
    }

    private void add(Buffer.Write.Put put, Groups changed) throws IOException {
        Event.Put row = put.row();
        Event.Put stored = snapshot.load(row.key()).orElse(null);
        boolean wasSealed = stored != null && stored.encoding().sealed();
        Authority.Read rule =
                ReadRules.of(new ReadRules.Standing(row.place(), row.authority()), view);
        if (rule == null && (stored == null || wasSealed)) {
            refuseCut(row, stored);
            return;
        }
        boolean seals = rule instanceof Authority.Read.Readers;
        if (seals == wasSealed && same(put, stored)) {
            guards.put(row.key(), new Guard(row.key(), put.expect()));
        } else if (rule instanceof Authority.Read.Readers readers) {
            addSealed(put, readers, changed);
        } else {
            addStored(put, new Authority.Read.Everyone(), bodies.groups());
        }
    }

    /// Nobody can tell who may read the row, so it is not written open.
    private void refuseCut(Event.Put row, Event.@Nullable Put stored) {
        Place place = row.place();
        boolean comes = stored == null || !Objects.equals(stored.place(), place);
        if (comes && place != null && view.find(place.parent()) == null) {
            reasons.add(new Outcome.Reason.MissingParent(row.key(), place.parent()));
        } else {
            refuse(row, "a row above it is gone, and its rule with it: place it elsewhere");
        }
    }

    private void addSealed(Buffer.Write.Put put, Authority.Read.Readers rule, Groups changed)
            throws IOException {
        RowKey group = rule.group();
        boolean changes = buffer.find(group) != null;
        String closed =
                switch (buffer.find(group)) {
                    case Buffer.Write.Put(Event.Put row, _) -> changed.open(row);
                    case Buffer.Write.Gone _ -> "its reader group is deleted";
                    case null ->
                            snapshot.find(group).isEmpty()
                                    ? "its reader group is gone"
                                    : bodies.groups().open(group, snapshot);
                };
        if (closed != null) {
            refuse(put.row(), closed);
            return;
        }
        if (!changes) {
            // Who is removed from the group before this commit must not read it.
            guards.put(group, new Guard(group, snapshot.sequenceOf(group)));
        }
        addStored(put, rule, changes ? changed : bodies.groups());
    }

    private void addStored(Buffer.Write.Put put, Authority.Read rule, Groups groups) {
        switch (bodies.stored(put.row(), rule, groups.sealing())) {
            case Transformed.Good(Event.Put row) -> edits.add(new Edit(row, put.expect()));
            case Transformed.Locked(String message) -> refuse(put.row(), message);
            case Transformed.Damaged(String message) -> refuse(put.row(), message);
        }
    }

    /// Tells whether the chain has the row so already.
    private boolean same(Buffer.Write.Put put, Event.@Nullable Put stored) throws IOException {
        return stored != null
                && put.expect() == snapshot.sequenceOf(put.key())
                && bodies.plain(stored, snapshot) instanceof Transformed.Good(Event.Put plain)
                && plain.equals(put.row());
    }

    private void refuse(Event.Put row, String why) {
        reasons.add(new Outcome.Reason.Unsealed(row.key(), why));
    }
}
