package cloud.atek.datachain.pipe;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Standing;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.MalformedReadersException;
import cloud.atek.datachain.readers.OlderKey;
import cloud.atek.datachain.readers.Readers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets nobody write past a reader group: no row open that must be sealed, none sealed with a key
/// that a removed member has, no group that forgets a key that rows are sealed with. What is inside
/// a sealed body cannot be judged here.
///
/// A group that is changed counts for the whole change: rows beside it are sealed with its new key.
/// Reads the row of a group when it has changed since, otherwise nothing. One thread at a time.
public final class GroupRule implements Validator {

    /// Most groups whose current key is remembered; more are read again and again.
    private static final int KNOWN_MAX = 1_024;

    private record Known(long sequence, KeyId current) {}

    private final VerifyKey chain;

    /// The one used least lately first.
    private final LinkedHashMap<RowKey, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /// @param chain id of the chain that is judged for
    public GroupRule(VerifyKey chain) {
        this.chain = chain;
    }

    @Override
    public List<Vote> judge(Change change, Standing before) throws IOException {
        List<Event> events = change.edits().stream().map(Edit::event).toList();
        var made = new HashMap<RowKey, KeyId>();
        var groups = new HashMap<Integer, Vote>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Put put && put.type().equals(Readers.TYPE)) {
                groups.put(i, group(put, made, before));
            }
        }
        var votes = new ArrayList<Vote>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Vote ofGroup = groups.get(i);
            votes.add(ofGroup == null ? row(events.get(i), made, before) : ofGroup);
        }
        return votes;
    }

    /// @param made takes the current key of the group
    private Vote group(Event.Put put, Map<RowKey, KeyId> made, Standing before) throws IOException {
        if (!put.encoding().equals(Encoding.PLAIN)) {
            return new Vote.Deny("a reader group stands plain in its row, for everyone to see");
        }
        try {
            Readers after = Readers.read(new GroupId(chain, put.key()), put.body());
            made.put(put.key(), after.current());
            Readers stored = stored(put.key(), before);
            return stored == null ? new Vote.Allow() : succession(stored, after);
        } catch (MalformedReadersException e) {
            return new Vote.Deny("the row holds no reader group: " + e.getMessage());
        }
    }

    private static Vote succession(Readers before, Readers after) {
        var kept = new HashSet<KeyId>();
        kept.add(after.current());
        after.older().stream().map(OlderKey::id).forEach(kept::add);
        if (!after.current().equals(before.current()) && holds(before, after.current())) {
            return new Vote.Deny(
                    "the reader group goes back to its older key "
                            + after.current()
                            + ", which removed members have: rotate it instead");
        }
        for (OlderKey key : before.older()) {
            if (!kept.contains(key.id())) {
                return forgets(key.id());
            }
        }
        return kept.contains(before.current()) ? new Vote.Allow() : forgets(before.current());
    }

    private static boolean holds(Readers readers, KeyId older) {
        return readers.older().stream().anyMatch(key -> key.id().equals(older));
    }

    private static Vote forgets(KeyId key) {
        return new Vote.Deny(
                "the reader group forgets its key "
                        + key
                        + ", and what is sealed with it: read the group's row again and change"
                        + " that");
    }

    private Vote row(Event event, Map<RowKey, KeyId> made, Standing before) throws IOException {
        if (!(event instanceof Event.Put put) || Reserved.type(put.type())) {
            return new Vote.Abstain();
        }
        Bytes wrapped = put.encoding().wrappedKey();
        return switch (before.readers(put)) {
            case Authority.Read.Readers(RowKey group) when wrapped == null ->
                    new Vote.Deny("the row is open, it must be sealed for the group " + group);
            case Authority.Read.Readers(RowKey group) ->
                    sealed(KeyId.namedIn(wrapped), group, current(group, made, before));
            case Authority.Read.Inherit _, Authority.Read.Everyone _ ->
                    wrapped == null
                            ? new Vote.Abstain()
                            : new Vote.Deny("the row is sealed, and everyone may read it");
        };
    }

    private static Vote sealed(KeyId named, RowKey group, @Nullable KeyId current) {
        if (current == null) {
            return new Vote.Deny("the row is sealed for " + group + ", which is no reader group");
        }
        return named.equals(current)
                ? new Vote.Abstain()
                : new Vote.Deny(
                        "the row is sealed with the read key "
                                + named
                                + ", the group "
                                + group
                                + " has "
                                + current
                                + ": open the group again and seal the row anew");
    }

    private @Nullable KeyId current(RowKey group, Map<RowKey, KeyId> made, Standing before)
            throws IOException {
        KeyId now = made.get(group);
        if (now != null) {
            return now;
        }
        long sequence = before.sequenceOf(group);
        Known remembered = known.get(group);
        if (remembered != null && remembered.sequence() == sequence) {
            return remembered.current();
        }
        Readers stored = stored(group, before);
        if (stored == null) {
            return null;
        }
        known.put(group, new Known(sequence, stored.current()));
        if (known.size() > KNOWN_MAX) {
            known.pollFirstEntry();
        }
        return stored.current();
    }

    /// Null when the row is not there or holds something else.
    private @Nullable Readers stored(RowKey group, Standing before) throws IOException {
        Event.Put put = before.find(group);
        if (put == null || !put.type().equals(Readers.TYPE)) {
            return null;
        }
        try {
            return Readers.read(new GroupId(chain, group), put.body());
        } catch (MalformedReadersException e) {
            return null;
        }
    }
}
