package cloud.atek.datachain.readers;

/// What came of making or changing a reader group.
public sealed interface Regrouped {

    /// The group as it is to be put: nothing is changed before its [Readers#body] is committed.
    record Done(Readers readers) implements Regrouped {}

    /// Nothing was changed.
    ///
    /// @param message a whole sentence for a person
    record Refused(Reason reason, String message) implements Regrouped {}

    /// Why a group cannot be changed so.
    enum Reason {
        /// The same key twice.
        ALREADY_A_MEMBER,
        /// Another member has this label.
        LABEL_TAKEN,
        NOT_A_MEMBER,
        /// A group that nobody can open would lose what is sealed for it.
        NO_MEMBER_LEFT,
        /// [ReaderLimits#MEMBERS_MAX] are in it.
        TOO_MANY_MEMBERS,
        /// It was rotated [ReaderLimits#OLDER_MAX] times.
        TOO_MANY_KEYS,
        /// The keys at hand are those of another group or of another state of this one.
        STALE_KEYS,
        /// An older key does not open with the current one, and would be lost.
        DAMAGED
    }
}
