package cloud.atek.crypto.seal;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A key that bodies are sealed with: AES-256-GCM, the header as associated data.
///
/// A sealed body, big-endian:
///
/// ```
/// offset size
///      0    1  version, 1
///      1   16  id of the data key
///     17    4  CRC-32C of the header: tells a foreign header from damage
///     21    4  length n of the body in bytes, 0 to 16 MiB
///     25   12  nonce: 9 random bytes of the sealer, 3 bytes of its counter
///     37    n  ciphertext
///   37+n   16  tag
/// ```
///
/// The tag covers bytes 0 to 24, then the header, which is not stored here. AES key and id are
/// bytes 0 to 31 and 32 to 47 of HKDF-SHA256-Expand(data key, "atek.cloud/crypto/data/1").
///
/// Thread-safe. It never prints.
public final class DataKey {

    public static final int BYTES = 32;

    /// The longest body, in bytes.
    public static final int BODY_BYTES_MAX = 16 << 20;

    static final int VERSION = 1;
    static final int LENGTH_AT = 21;
    static final int NONCE_AT = 25;
    static final int BODY_AT = NONCE_AT + Aes.NONCE_BYTES;

    /// By how many bytes a sealed body is longer than the body.
    public static final int OVERHEAD_BYTES = BODY_AT + Aes.TAG_BYTES;

    private static final String USE = "atek.cloud/crypto/data/1";

    private final Secret key;
    private final Derived derived;

    /// Keeps `key`; see [#wipe].
    public DataKey(Secret key) {
        if (key.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a data key has " + BYTES + " bytes, not " + key.size());
        }
        this.key = key;
        this.derived = Derived.of(key, USE);
    }

    public static DataKey random() {
        return new DataKey(Secret.random(BYTES));
    }

    public KeyId id() {
        return derived.id();
    }

    /// A new sealer with a random prefix of its own. Keep it and use it again: each new one is a
    /// lot drawn, see [Sealer].
    public Sealer sealer() {
        return new Sealer(this);
    }

    /// Opens what any sealer of this key sealed under `header`.
    public Opened<Bytes> open(byte[] header, byte[] sealed) {
        return openRaw(header, sealed).map(Bytes::owning);
    }

    /// A copy of the key, for who wraps or stores it; he wipes it.
    public Secret secret() {
        return Secret.owning(key.toArray());
    }

    /// Overwrites the key; nothing can be sealed or opened afterwards.
    public void wipe() {
        key.wipe();
        derived.key().wipe();
    }

    /// By the bytes, in constant time.
    @Override
    public boolean equals(Object other) {
        return other instanceof DataKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "DataKey[" + id() + "]";
    }

    static void requireSize(byte[] body) {
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a body has at most " + BODY_BYTES_MAX + " bytes, not " + body.length);
        }
    }

    /// Only a [Sealer] may call this: it answers for the nonce.
    byte[] seal(byte[] nonce, byte[] header, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD_BYTES + body.length);
        out.put((byte) VERSION).put(id().value().toBuffer());
        out.putInt(Checksum.of(header)).putInt(body.length).put(nonce);
        byte[] bound = Arrays.copyOf(out.array(), NONCE_AT);
        Aes.seal(derived.key(), nonce, new byte[][] {bound, header}, body, out.array(), BODY_AT);
        return out.array();
    }

    /// As [#open], for a body that is to be wiped.
    Opened<byte[]> openRaw(byte[] header, byte[] sealed) {
        if (sealed.length == 0) {
            return truncated(1, 0);
        }
        if (sealed[0] != VERSION) {
            return Opened.refused(
                    Opened.Reason.UNSUPPORTED_VERSION,
                    "the sealed body has version " + (sealed[0] & 0xff) + ", we read " + VERSION);
        }
        if (sealed.length < OVERHEAD_BYTES) {
            return truncated(OVERHEAD_BYTES, sealed.length);
        }
        return openWhole(header, sealed);
    }

    private Opened<byte[]> openWhole(byte[] header, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        KeyId named = KeyId.read(in);
        if (!named.equals(id())) {
            return Opened.refused(
                    Opened.Reason.WRONG_KEY,
                    "the body is sealed with the key " + named + ", this is " + id());
        }
        if (in.getInt() != Checksum.of(header)) {
            return Opened.refused(
                    Opened.Reason.WRONG_HEADER, "the body is sealed under another header");
        }
        int length = in.getInt();
        if (length >= 0 && length <= BODY_BYTES_MAX && sealed.length - OVERHEAD_BYTES < length) {
            return truncated(OVERHEAD_BYTES + length, sealed.length);
        }
        if (sealed.length - OVERHEAD_BYTES != length) {
            return damaged();
        }
        return unseal(header, sealed);
    }

    private Opened<byte[]> unseal(byte[] header, byte[] sealed) {
        byte[] bound = Arrays.copyOf(sealed, NONCE_AT);
        byte[] nonce = Arrays.copyOfRange(sealed, NONCE_AT, BODY_AT);
        byte[] body = Aes.open(derived.key(), nonce, new byte[][] {bound, header}, sealed, BODY_AT);
        return body == null ? damaged() : new Opened.Good<>(body);
    }

    private static Opened<byte[]> damaged() {
        return Opened.refused(Opened.Reason.DAMAGED, "the sealed body is damaged");
    }

    private static Opened<byte[]> truncated(int wanted, int came) {
        return Opened.refused(
                Opened.Reason.TRUNCATED,
                "the sealed body has " + came + " bytes, it must have at least " + wanted);
    }
}
