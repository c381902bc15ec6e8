package cloud.atek.crypto.seal;

import java.util.function.Function;

/// What came of opening something sealed or wrapped.
public sealed interface Opened<T> {

    /// It was whole, and sealed with this key under this header.
    record Good<T>(T value) implements Opened<T> {}

    /// It stays closed. Nothing of the content was given out.
    ///
    /// @param message a whole sentence for a log or a person; no secret is in it
    record Refused<T>(Reason reason, String message) implements Opened<T> {}

    /// Why something stays closed. Only [#DAMAGED] rests on the seal itself; the others are read
    /// from plain fields before it and are hints for the person who has to mend things: whoever can
    /// change the bytes can choose which of them is shown, but never [Good].
    enum Reason {
        /// It names another key than the one at hand.
        WRONG_KEY,
        /// It was sealed under another header, so it belongs to another place.
        WRONG_HEADER,
        /// A read key stands where a data key was wanted, or the other way round.
        WRONG_KIND,
        /// It ends before it should.
        TRUNCATED,
        /// It was written by a newer program.
        UNSUPPORTED_VERSION,
        /// Its bytes are not those that were sealed, by accident or on purpose.
        DAMAGED
    }

    /// The same outcome with another form of the value.
    default <R> Opened<R> map(Function<? super T, ? extends R> form) {
        return switch (this) {
            case Good<T>(T value) -> new Good<>(form.apply(value));
            case Refused<T>(Reason reason, String message) -> new Refused<>(reason, message);
        };
    }

    static <T> Opened<T> refused(Reason reason, String message) {
        return new Refused<>(reason, message);
    }
}
