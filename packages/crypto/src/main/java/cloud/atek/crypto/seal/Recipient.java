package cloud.atek.crypto.seal;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/// A person, or a device, for whom keys are wrapped: the public half of a [RecipientKey].
///
/// Exported, 1217 bytes:
///
/// ```
/// offset size
///      0    1  version, 1
///      1 1184  ML-KEM-768 encapsulation key (FIPS 203)
///   1185   32  X25519 public key (RFC 7748)
/// ```
///
/// A key wrapped for a recipient, 1190 bytes:
///
/// ```
/// offset size
///      0    1  version, 1
///      1    1  kind of the key inside: 1 data key, 2 read key
///      2   16  id of the recipient: the first 16 bytes of the SHA-256 of the exported form
///     18    4  CRC-32C of the context: tells a foreign context from damage
///     22 1120  X-Wing ciphertext
///   1142   48  AES-256-GCM of the 32 bytes of the key inside
/// ```
///
/// This is HPKE (RFC 9180) in base mode, one message, with the KEM X-Wing (0x647a,
/// <https://datatracker.ietf.org/doc/draft-connolly-cfrg-xwing-kem/>), HKDF-SHA256 and AES-256-GCM;
/// its info is "atek.cloud/crypto/recipient/1", its associated data are bytes 0 to 21, then the
/// context. X-Wing holds as long as ML-KEM-768 or X25519 does. Whoever has the exported form can
/// wrap: that a key came from a certain person must be said by a signature around it.
///
/// Thread-safe.
public final class Recipient {

    public static final int BYTES = 1217;
    public static final int WRAPPED_BYTES = 1190;

    static final int VERSION = 1;
    static final int KEM_AT = 22;
    static final int SECRET_AT = KEM_AT + XWingHpke.KEM_BYTES;

    private static final int X25519_BYTES = 32;

    private final Bytes exported;
    private final XWingPublicKeyParameters key;
    private final KeyId id;

    /// Reads the exported form.
    ///
    /// @throws IllegalArgumentException when `exported` has another size or version, or is a key
    ///   that no honest program makes
    public Recipient(Bytes exported) {
        byte[] raw = exported.toArray();
        if (raw.length != BYTES || raw[0] != VERSION) {
            throw new IllegalArgumentException(
                    "a recipient of version "
                            + VERSION
                            + " has "
                            + BYTES
                            + " bytes, not "
                            + raw.length
                            + (raw.length == 0 ? "" : " of version " + (raw[0] & 0xff)));
        }
        requireHighOrder(raw);
        this.key = new XWingPublicKeyParameters(Arrays.copyOfRange(raw, 1, BYTES));
        this.exported = exported;
        this.id = new KeyId(prefix(Hash.of(raw)));
    }

    static Recipient ofPublicKey(byte[] key) {
        return new Recipient(
                Bytes.owning(ByteBuffer.allocate(BYTES).put((byte) VERSION).put(key).array()));
    }

    public KeyId id() {
        return id;
    }

    /// The form to give to others.
    public Bytes exported() {
        return exported;
    }

    /// @param context what the wrapped key belongs to; who unwraps must know it
    public byte[] wrap(DataKey inner, byte[] context) {
        return wrap(KeyKind.DATA, inner.secret(), context);
    }

    /// @param context what the wrapped key belongs to; who unwraps must know it
    public byte[] wrap(ReadKey inner, byte[] context) {
        return wrap(KeyKind.READ, inner.secret(), context);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipient that && exported.equals(that.exported);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Recipient[" + id + "]";
    }

    private byte[] wrap(KeyKind kind, Secret inner, byte[] context) {
        ByteBuffer out = ByteBuffer.allocate(WRAPPED_BYTES);
        out.put((byte) VERSION).put(kind.code()).put(id.value().toBuffer());
        out.putInt(Checksum.of(context));
        byte[] header = XWingHpke.header(out.array(), KEM_AT, context);
        byte[] raw = inner.toArray();
        try (inner) {
            XWingHpke.seal(key, header, raw, out);
            return out.array();
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /// With a point of small order the X25519 half would be the same for everyone.
    private static void requireHighOrder(byte[] raw) {
        var scalar = new byte[X25519.SCALAR_SIZE];
        scalar[0] = 8;
        var shared = new byte[X25519_BYTES];
        if (!X25519.calculateAgreement(scalar, 0, raw, BYTES - X25519_BYTES, shared, 0)) {
            throw new IllegalArgumentException("a recipient with a weak X25519 key");
        }
    }

    private static Bytes prefix(Hash hash) {
        return Bytes.owning(Arrays.copyOf(hash.value().toArray(), KeyId.BYTES));
    }
}
