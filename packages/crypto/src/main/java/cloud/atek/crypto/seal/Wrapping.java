package cloud.atek.crypto.seal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The plain fields in front of every wrapped key: version, kind, id of the key that opens it.
final class Wrapping {

    private Wrapping() {}

    /// Why `wrapped` cannot be one for the key `id`, or null when nothing speaks against it.
    static <T> Opened.@Nullable Refused<T> refusal(
            byte[] wrapped, int version, KeyKind wanted, KeyId id, int size) {
        if (wrapped.length > 0 && wrapped[0] != version) {
            return refused(
                    Opened.Reason.UNSUPPORTED_VERSION,
                    "the wrapped key has version " + (wrapped[0] & 0xff) + ", we read " + version);
        }
        if (wrapped.length < size) {
            return refused(
                    Opened.Reason.TRUNCATED,
                    "the wrapped key has " + wrapped.length + " bytes, it must have " + size);
        }
        if (wrapped.length > size) {
            return refused(
                    Opened.Reason.DAMAGED,
                    "the wrapped key has " + wrapped.length + " bytes, it must have " + size);
        }
        KeyKind kind = KeyKind.of(wrapped[1]);
        if (kind != wanted) {
            return refused(
                    kind == null ? Opened.Reason.DAMAGED : Opened.Reason.WRONG_KIND,
                    "a wrapped "
                            + wanted
                            + " was wanted, "
                            + (kind == null ? "none" : "a " + kind)
                            + " came");
        }
        KeyId named = KeyId.read(ByteBuffer.wrap(wrapped, 2, KeyId.BYTES));
        return named.equals(id)
                ? null
                : refused(
                        Opened.Reason.WRONG_KEY,
                        "the key is wrapped for " + named + ", this is " + id);
    }

    private static <T> Opened.Refused<T> refused(Opened.Reason reason, String message) {
        return new Opened.Refused<>(reason, message);
    }
}
