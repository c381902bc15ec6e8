package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.Opened;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.crypto.seal.RecipientKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A reader group: the current read key wrapped for each member, and every older one wrapped under
/// the current one. So the newest body of its row opens all that was ever sealed for the group.
///
/// Removing a member makes a new read key. What he could read he can read still: he had the keys.
/// What is sealed afterwards he cannot, and no body is sealed anew for that.
///
/// A value: a change gives another one, which holds when it is committed. Commit it with the
/// sequence that the row was read at as [cloud.atek.datachain.Edit#expect], so that of two changes
/// at a time one is refused and none is lost.
///
/// @param current id of the read key that new rows are sealed for
/// @param members 1 to [ReaderLimits#MEMBERS_MAX], in the order they came
/// @param older 0 to [ReaderLimits#OLDER_MAX], the oldest first
public record Readers(GroupId group, KeyId current, List<Member> members, List<OlderKey> older) {

    /// Type of the rows that hold reader groups.
    public static final String TYPE = "atek.cloud/datachain/readers";

    /// @throws IllegalArgumentException when it is no group that this class could have made
    public Readers {
        members = List.copyOf(members);
        older = List.copyOf(older);
        if (members.isEmpty() || members.size() > ReaderLimits.MEMBERS_MAX) {
            throw new IllegalArgumentException("a reader group of " + members.size() + " members");
        }
        if (older.size() > ReaderLimits.OLDER_MAX) {
            throw new IllegalArgumentException("a reader group of " + older.size() + " older keys");
        }
        requireDistinct(members);
        requireDistinct(current, older);
    }

    /// A new group with a new read key.
    public static Regrouped create(GroupId group, List<Newcomer> first) {
        var checked = new ArrayList<Newcomer>();
        for (Newcomer newcomer : first) {
            Regrouped.Refused refused = Rewrap.objection(newcomer, checked);
            if (refused != null) {
                return refused;
            }
            checked.add(newcomer);
        }
        return checked.isEmpty()
                ? refused(Regrouped.Reason.NO_MEMBER_LEFT, "a reader group needs a member")
                : Rewrap.forNewKey(group, checked, List.of());
    }

    /// Reads the body of a row of type [#TYPE].
    ///
    /// @param group the row and the chain that it was read from
    /// @throws MalformedReadersException when it is not the body of a group
    public static Readers read(GroupId group, Bytes body) {
        return ReadersCodec.read(group, body);
    }

    /// The body of the row [GroupId#row], at most [ReaderLimits#BODY_BYTES_MAX] bytes.
    public Bytes body() {
        return ReadersCodec.write(this);
    }

    /// Opens the group for the member who has `key`. The caller closes what comes.
    public Reading<ReadKeys> open(RecipientKey key) {
        KeyId id = key.recipient().id();
        for (Member member : members) {
            if (member.id().equals(id)) {
                return open(key, member);
            }
        }
        return Reading.refused(
                Reading.Reason.NOT_A_MEMBER,
                id + " is not a member of the reader group " + group + ": ask one to add it");
    }

    /// With one more member, who can read everything, the old things too.
    ///
    /// @param keys this group, opened by a member
    public Regrouped add(ReadKeys keys, Newcomer newcomer) {
        if (!keys.match(this)) {
            return stale();
        }
        Regrouped.Refused refused = Rewrap.objection(newcomer, newcomers());
        if (refused != null) {
            return refused;
        }
        var more = new ArrayList<>(members);
        more.add(Rewrap.member(group, newcomer, keys.current()));
        return new Regrouped.Done(new Readers(group, current, more, older));
    }

    /// Without one member, and with a new read key that he does not get.
    ///
    /// @param keys this group, opened by a member
    public Regrouped remove(ReadKeys keys, KeyId member) {
        List<Newcomer> left =
                newcomers().stream()
                        .filter(other -> !other.recipient().id().equals(member))
                        .toList();
        if (left.size() == members.size()) {
            return refused(Regrouped.Reason.NOT_A_MEMBER, member + " is not a member of " + group);
        }
        return left.isEmpty()
                ? refused(
                        Regrouped.Reason.NO_MEMBER_LEFT,
                        "the last member cannot leave: nobody could read what is sealed for "
                                + group)
                : rotate(keys, left);
    }

    /// With a new read key for the same members.
    ///
    /// @param keys this group, opened by a member
    public Regrouped rotate(ReadKeys keys) {
        return rotate(keys, newcomers());
    }

    private Regrouped rotate(ReadKeys keys, List<Newcomer> left) {
        if (!keys.match(this)) {
            return stale();
        }
        if (older.size() == ReaderLimits.OLDER_MAX) {
            return refused(
                    Regrouped.Reason.TOO_MANY_KEYS,
                    "the reader group "
                            + group
                            + " has had "
                            + older.size()
                            + " keys before this one: make another group for new rows");
        }
        var known = new ArrayList<ReadKey>(older.size() + 1);
        for (OlderKey key : older) {
            switch (keys.find(key.id())) {
                case Reading.Good<ReadKey>(ReadKey found) -> known.add(found);
                case Reading.Refused<ReadKey>(_, String message) -> {
                    return refused(Regrouped.Reason.DAMAGED, message);
                }
            }
        }
        known.add(keys.current());
        return Rewrap.forNewKey(group, left, known);
    }

    private Reading<ReadKeys> open(RecipientKey key, Member member) {
        return switch (key.unwrapReadKey(member.wrapped().toArray(), group.context(current))) {
            case Opened.Good<ReadKey>(ReadKey read) when read.id().equals(current) ->
                    new Reading.Good<>(new ReadKeys(this, read));
            case Opened.Good<ReadKey>(ReadKey read) -> {
                read.wipe();
                yield Reading.refused(
                        Reading.Reason.WRONG_KEY,
                        "the reader group " + group + " has another key inside than it names");
            }
            case Opened.Refused<ReadKey>(Opened.Reason reason, _)
                    when reason == Opened.Reason.WRONG_HEADER ->
                    Reading.refused(
                            Reading.Reason.FOREIGN_GROUP,
                            "the key of " + member.id() + " is not wrapped for the group " + group);
            case Opened.Refused<ReadKey> refused -> Reading.refused(refused);
        };
    }

    private List<Newcomer> newcomers() {
        return members.stream().map(it -> new Newcomer(it.recipient(), it.label())).toList();
    }

    private Regrouped stale() {
        return refused(
                Regrouped.Reason.STALE_KEYS,
                "these are not the keys of the reader group "
                        + group
                        + " as it is now: read its row again and open it");
    }

    private static Regrouped refused(Regrouped.Reason reason, String message) {
        return new Regrouped.Refused(reason, message);
    }

    private static void requireDistinct(List<Member> members) {
        var ids = new HashSet<KeyId>();
        var labels = new HashSet<String>();
        for (Member member : members) {
            if (!ids.add(member.id()) || !labels.add(member.label())) {
                throw new IllegalArgumentException("the member " + member.id() + " is in it twice");
            }
        }
    }

    private static void requireDistinct(KeyId current, List<OlderKey> older) {
        var ids = new HashSet<KeyId>();
        ids.add(current);
        for (OlderKey key : older) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("the read key " + key.id() + " is in it twice");
            }
            if (!KeyId.namedIn(key.wrapped()).equals(current)) {
                throw new IllegalArgumentException(
                        "the older key " + key.id() + " is not wrapped under " + current);
            }
        }
    }
}
