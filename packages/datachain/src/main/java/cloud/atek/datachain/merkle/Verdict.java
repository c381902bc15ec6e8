package cloud.atek.datachain.merkle;

/// What verifying a proof or a signature came to.
public sealed interface Verdict {

    /// It holds.
    record Proven() implements Verdict {}

    /// It proves nothing.
    record Refused(Reason reason) implements Verdict {}

    /// Why something proves nothing.
    enum Reason {
        OUTSIDE("the leaf or the older size is outside the tree"),
        WRONG_LENGTH("the path has too many or too few hashes"),
        WRONG_ROOT("the path leads to another root"),
        WRONG_FIRST_ROOT("the path leads to another root of the older tree"),
        NOT_SIGNED("no signature is of the key that was asked for"),
        WRONG_SIGNATURE("the signature does not fit the text");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public String toString() {
            return sentence;
        }
    }

    static Verdict holds() {
        return new Proven();
    }

    static Verdict refused(Reason reason) {
        return new Refused(reason);
    }

    default boolean proven() {
        return this instanceof Proven;
    }
}
