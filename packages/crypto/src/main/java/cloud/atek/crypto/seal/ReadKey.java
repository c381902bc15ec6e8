package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A key that a group of readers holds. Data keys are wrapped with it, and so is the read key that
/// it follows, so that who gets the new one can read the old things too.
///
/// A wrapped key, 58 bytes:
///
/// ```
/// offset size
///      0    1  version, 1
///      1    1  kind of the key inside: 1 data key, 2 read key
///      2   16  id of the read key
///     18   40  AES-256-KW (RFC 3394) of the 32 bytes of the key inside
/// ```
///
/// AES-KW and not GCM: it needs no nonce, so one read key may wrap as many keys as there will ever
/// be, with no state and no odds; wrapping a key twice gives the same bytes and tells nothing else.
/// It binds no header, and need not: a wrapped key that is moved elsewhere opens no body there.
/// Each kind has a wrapping key of its own: bytes 0 to 31 of HKDF-SHA256-Expand(read key,
/// "atek.cloud/crypto/read/1 data key" or "… read key"); the id is bytes 32 to 47 of the former.
///
/// Thread-safe. It never prints.
public final class ReadKey {

    public static final int BYTES = 32;

    private static final int INNER_AT = 2 + KeyId.BYTES;

    public static final int WRAPPED_BYTES = INNER_AT + BYTES + Aes.WRAP_BYTES;

    private static final int VERSION = 1;
    private static final String USE = "atek.cloud/crypto/read/1 ";

    private final Secret key;
    private final Derived forData;
    private final Derived forRead;

    /// Keeps `key`; see [#wipe].
    public ReadKey(Secret key) {
        if (key.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a read key has " + BYTES + " bytes, not " + key.size());
        }
        this.key = key;
        this.forData = Derived.of(key, USE + KeyKind.DATA);
        this.forRead = Derived.of(key, USE + KeyKind.READ);
    }

    public static ReadKey random() {
        return new ReadKey(Secret.random(BYTES));
    }

    public KeyId id() {
        return forData.id();
    }

    public byte[] wrap(DataKey inner) {
        return wrap(KeyKind.DATA, inner.secret());
    }

    public byte[] wrap(ReadKey inner) {
        return wrap(KeyKind.READ, inner.secret());
    }

    public Opened<DataKey> unwrapDataKey(byte[] wrapped) {
        return unwrap(KeyKind.DATA, wrapped).map(DataKey::new);
    }

    public Opened<ReadKey> unwrapReadKey(byte[] wrapped) {
        return unwrap(KeyKind.READ, wrapped).map(ReadKey::new);
    }

    /// A copy of the key, for who wraps or stores it; he wipes it.
    public Secret secret() {
        return Secret.owning(key.toArray());
    }

    /// Overwrites the key; nothing can be wrapped or unwrapped afterwards.
    public void wipe() {
        key.wipe();
        forData.key().wipe();
        forRead.key().wipe();
    }

    /// By the bytes, in constant time.
    @Override
    public boolean equals(Object other) {
        return other instanceof ReadKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "ReadKey[" + id() + "]";
    }

    private byte[] wrap(KeyKind kind, Secret inner) {
        byte[] raw = inner.toArray();
        try (inner) {
            return ByteBuffer.allocate(WRAPPED_BYTES)
                    .put((byte) VERSION)
                    .put(kind.code())
                    .put(id().value().toBuffer())
                    .put(Aes.wrap(wrapping(kind), raw))
                    .array();
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    private Opened<Secret> unwrap(KeyKind kind, byte[] wrapped) {
        Opened.Refused<Secret> refused =
                Wrapping.refusal(wrapped, VERSION, kind, id(), WRAPPED_BYTES);
        if (refused != null) {
            return refused;
        }
        byte[] inner = Arrays.copyOfRange(wrapped, INNER_AT, WRAPPED_BYTES);
        byte @Nullable [] raw = Aes.unwrap(wrapping(kind), inner);
        return raw == null
                ? Opened.refused(Opened.Reason.DAMAGED, "the wrapped key is damaged")
                : new Opened.Good<>(Secret.owning(raw));
    }

    private Secret wrapping(KeyKind kind) {
        return (kind == KeyKind.DATA ? forData : forRead).key();
    }
}
