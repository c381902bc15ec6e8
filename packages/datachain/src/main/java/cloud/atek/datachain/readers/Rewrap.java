package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.ReadKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the wrapped keys of a group.
final class Rewrap {

    private Rewrap() {}

    /// Why `newcomer` cannot be a member beside `others`; null when he can.
    static Regrouped.@Nullable Refused objection(Newcomer newcomer, List<Newcomer> others) {
        if (others.size() >= ReaderLimits.MEMBERS_MAX) {
            return new Regrouped.Refused(
                    Regrouped.Reason.TOO_MANY_MEMBERS,
                    "a reader group has at most " + ReaderLimits.MEMBERS_MAX + " members");
        }
        for (Newcomer other : others) {
            if (other.recipient().id().equals(newcomer.recipient().id())) {
                return new Regrouped.Refused(
                        Regrouped.Reason.ALREADY_A_MEMBER,
                        newcomer.recipient().id() + " is a member already, as " + other.label());
            }
            if (other.label().equals(newcomer.label())) {
                return new Regrouped.Refused(
                        Regrouped.Reason.LABEL_TAKEN,
                        "another member is called " + newcomer.label() + ": take another label");
            }
        }
        return null;
    }

    /// A group with a read key that nobody has seen before.
    ///
    /// @param older all keys that it had, the oldest first
    static Regrouped.Done forNewKey(GroupId group, List<Newcomer> members, List<ReadKey> older) {
        ReadKey fresh = ReadKey.random();
        try {
            return new Regrouped.Done(
                    new Readers(
                            group,
                            fresh.id(),
                            members.stream().map(it -> member(group, it, fresh)).toList(),
                            older.stream().map(key -> older(key, fresh)).toList()));
        } finally {
            fresh.wipe();
        }
    }

    static Member member(GroupId group, Newcomer newcomer, ReadKey key) {
        byte[] wrapped = newcomer.recipient().wrap(key, group.context(key.id()));
        return new Member(newcomer.recipient(), newcomer.label(), Bytes.owning(wrapped));
    }

    private static OlderKey older(ReadKey key, ReadKey current) {
        return new OlderKey(key.id(), Bytes.owning(current.wrap(key)));
    }
}
