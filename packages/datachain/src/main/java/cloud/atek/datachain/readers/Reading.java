package cloud.atek.datachain.readers;

import cloud.atek.crypto.seal.Opened;

/// What came of opening a reader group or a sealed row.
public sealed interface Reading<T> {

    record Good<T>(T value) implements Reading<T> {}

    /// It stays closed. Nothing of the content was given out.
    ///
    /// @param message a whole sentence for a log or a person; no secret is in it
    record Refused<T>(Reason reason, String message) implements Reading<T> {}

    /// Why something stays closed. As in [Opened.Reason], all but [#DAMAGED] are hints for the
    /// person who has to mend things: who can change the bytes can choose among them.
    enum Reason {
        /// The group has no key wrapped for this person.
        NOT_A_MEMBER(true),
        /// The keys of the group that it is sealed for are not held here: another group's, or a
        /// newer key than the one this person was given.
        UNKNOWN_KEY(true),
        /// It was wrapped for another group, or for the same one in another chain.
        FOREIGN_GROUP(false),
        /// The body is sealed with another data key than the one beside it.
        WRONG_KEY(false),
        /// The body was sealed under another header: for another chain, row, place, type or rule.
        WRONG_HEADER(false),
        /// A key of another kind stands where this one should.
        WRONG_KIND(false),
        /// It ends before it should.
        TRUNCATED(false),
        /// It was written by a newer program.
        UNSUPPORTED_VERSION(false),
        /// Its bytes are not those that were sealed, by accident or on purpose.
        DAMAGED(false);

        private final boolean keyMissing;

        Reason(boolean keyMissing) {
            this.keyMissing = keyMissing;
        }

        /// Tells whether nothing is wrong with it: who has the right key can read it.
        public boolean keyMissing() {
            return keyMissing;
        }
    }

    static <T> Reading<T> refused(Reason reason, String message) {
        return new Refused<>(reason, message);
    }

    /// The same refusal in the words of this package.
    static <T> Reading<T> refused(Opened.Refused<?> refused) {
        Reason reason =
                switch (refused.reason()) {
                    case WRONG_KEY -> Reason.WRONG_KEY;
                    case WRONG_HEADER -> Reason.WRONG_HEADER;
                    case WRONG_KIND -> Reason.WRONG_KIND;
                    case TRUNCATED -> Reason.TRUNCATED;
                    case UNSUPPORTED_VERSION -> Reason.UNSUPPORTED_VERSION;
                    case DAMAGED -> Reason.DAMAGED;
                };
        return new Refused<>(reason, refused.message());
    }
}
