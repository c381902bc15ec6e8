package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.internal.Argon2id;
import cloud.atek.crypto.internal.Entropy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The bytes of a key ring's file, big-endian:
///
/// ```
/// offset size
///      0    8  magic 89 41 54 45 4b 52 4e 47 (0x89 "ATEKRNG")
///      8    1  version, 1
///      9    4  Argon2id: memory in KiB, 8 per lane to 262 144
///     13    1  Argon2id: passes, 1 to 16
///     14    1  Argon2id: lanes, 1 to 8
///     15   16  Argon2id: salt
///     31    n  the keys, sealed as in DataKey under bytes 0 to 30; the data key is what Argon2id
///              makes of the passphrase and the salt, 32 bytes
///   31+n    4  CRC-32C of everything before
/// ```
///
/// The id of the data key inside the sealed part tells a wrong passphrase, the checksum tells
/// damage. The keys are laid out in [RingKeys].
final class RingFile {

    /// The longest file, in bytes.
    static final int BYTES_MAX = 256 * 1024;

    static final int VERSION = 1;

    private static final byte[] MAGIC = {(byte) 0x89, 'A', 'T', 'E', 'K', 'R', 'N', 'G'};
    private static final int SALT_BYTES = 16;
    private static final int HEADER_BYTES = MAGIC.length + 1 + 6 + SALT_BYTES;
    private static final int CHECKSUM_BYTES = 4;

    private RingFile() {}

    static byte[] seal(SortedMap<String, StoredKey> keys, Secret passphrase, Argon2id cost) {
        byte[] salt = Entropy.bytes(SALT_BYTES);
        byte[] header =
                ByteBuffer.allocate(HEADER_BYTES)
                        .put(MAGIC)
                        .put((byte) VERSION)
                        .putInt(cost.memoryKib())
                        .put((byte) cost.passes())
                        .put((byte) cost.lanes())
                        .put(salt)
                        .array();
        byte[] plain = RingKeys.encode(keys);
        DataKey key = stretch(passphrase, salt, cost);
        try {
            byte[] sealed = key.sealer().seal(header, plain);
            ByteBuffer out =
                    ByteBuffer.allocate(HEADER_BYTES + sealed.length + CHECKSUM_BYTES)
                            .put(header)
                            .put(sealed);
            return out.putInt(Checksum.of(out.array(), out.position())).array();
        } finally {
            Arrays.fill(plain, (byte) 0);
            key.wipe();
        }
    }

    static Opened<KeyRing> open(byte[] file, Secret passphrase) {
        Opened<KeyRing> refused = refusal(file);
        return refused == null ? openWhole(file, passphrase) : refused;
    }

    /// What speaks against the file before the passphrase is tried, or null.
    private static @Nullable Opened<KeyRing> refusal(byte[] file) {
        if (file.length > BYTES_MAX) {
            return damaged("the key ring is longer than " + BYTES_MAX + " bytes");
        }
        int magic = Math.min(MAGIC.length, file.length);
        if (!Arrays.equals(file, 0, magic, MAGIC, 0, magic)) {
            return damaged("this file is not a key ring");
        }
        if (file.length > MAGIC.length && file[MAGIC.length] != VERSION) {
            return Opened.refused(
                    Opened.Reason.UNSUPPORTED_VERSION,
                    "the key ring has version "
                            + (file[MAGIC.length] & 0xff)
                            + ", we read "
                            + VERSION);
        }
        if (file.length < HEADER_BYTES + DataKey.OVERHEAD_BYTES + CHECKSUM_BYTES) {
            return truncated(file.length);
        }
        int end = file.length - CHECKSUM_BYTES;
        if (ByteBuffer.wrap(file).getInt(end) == Checksum.of(file, end)) {
            return null;
        }
        int body = ByteBuffer.wrap(file).getInt(HEADER_BYTES + DataKey.LENGTH_AT);
        boolean cut = body > end - HEADER_BYTES - DataKey.OVERHEAD_BYTES && body < BYTES_MAX;
        return cut ? truncated(file.length) : damaged("the key ring is damaged");
    }

    private static Opened<KeyRing> openWhole(byte[] file, Secret passphrase) {
        ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length + 1, HEADER_BYTES - MAGIC.length - 1);
        Argon2id cost;
        try {
            cost = new Argon2id(in.getInt(), in.get() & 0xff, in.get() & 0xff);
        } catch (IllegalArgumentException e) {
            return damaged("the key ring asks for " + e.getMessage());
        }
        var salt = new byte[SALT_BYTES];
        in.get(salt);
        DataKey key = stretch(passphrase, salt, cost);
        try {
            byte[] header = Arrays.copyOf(file, HEADER_BYTES);
            return decode(
                    key.openRaw(
                            header,
                            Arrays.copyOfRange(file, HEADER_BYTES, file.length - CHECKSUM_BYTES)));
        } finally {
            key.wipe();
        }
    }

    private static Opened<KeyRing> decode(Opened<byte[]> opened) {
        return switch (opened) {
            case Opened.Good<byte[]>(byte[] plain) -> {
                SortedMap<String, StoredKey> keys = RingKeys.decode(plain);
                Arrays.fill(plain, (byte) 0);
                yield keys == null
                        ? damaged("the key ring holds something that is no key")
                        : new Opened.Good<>(new KeyRing(keys));
            }
            case Opened.Refused<byte[]>(var reason, var message) ->
                    reason == Opened.Reason.WRONG_KEY
                            ? Opened.refused(reason, "the passphrase is wrong")
                            : Opened.refused(reason, message);
        };
    }

    private static DataKey stretch(Secret passphrase, byte[] salt, Argon2id cost) {
        return new DataKey(Secret.owning(cost.hash(passphrase.toArray(), salt, DataKey.BYTES)));
    }

    private static Opened<KeyRing> truncated(int bytes) {
        return Opened.refused(
                Opened.Reason.TRUNCATED, "the key ring ends too early, after " + bytes + " bytes");
    }

    private static Opened<KeyRing> damaged(String message) {
        return Opened.refused(Opened.Reason.DAMAGED, message);
    }
}
