package cloud.atek.crypto;

import cloud.atek.crypto.internal.Argon2id;
import cloud.atek.crypto.internal.Entropy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A password as it may be stored: hashed with Argon2id (RFC 9106) under a salt of its own.
///
/// New ones take 19 MiB, two passes and one lane, the smaller of OWASP's equal choices: about 0.1 s
/// on a home server. Each hashing needs its memory at once, so who serves many logins limits how
/// many run side by side.
///
/// @param phc the PHC string form, `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`
public record PasswordHash(String phc) {

    /// Enough for every passphrase; more would only be work for the server.
    public static final int PASSWORD_BYTES_MAX = 1024;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    public PasswordHash {
        parse(phc);
    }

    /// Hashes under a fresh salt.
    ///
    /// @throws IllegalArgumentException when `password` is longer than [#PASSWORD_BYTES_MAX] bytes
    ///   of UTF-8
    public static PasswordHash of(String password) {
        byte[] salt = Entropy.bytes(SALT_BYTES);
        var cost = new Argon2id(MEMORY_KIB, PASSES, LANES);
        byte[] hash = cost.hash(bytes(password), salt, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(
                "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                        .formatted(
                                cost.memoryKib(),
                                cost.passes(),
                                cost.lanes(),
                                base64.encodeToString(salt),
                                base64.encodeToString(hash)));
    }

    /// Tells whether this is the hash of `password`; one that is too long is not.
    public boolean matches(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PASSWORD_BYTES_MAX) {
            return false;
        }
        Parts parts = parse(phc);
        byte[] hash = parts.cost.hash(bytes, parts.salt, parts.hash.length);
        return MessageDigest.isEqual(hash, parts.hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }

    private static byte[] bytes(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PASSWORD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a password has at most " + PASSWORD_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static Parts parse(String phc) {
        Matcher found = SHAPE.matcher(phc);
        if (!found.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash in PHC form");
        }
        var cost =
                new Argon2id(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3)));
        Base64.Decoder base64 = Base64.getDecoder();
        return new Parts(cost, base64.decode(found.group(4)), base64.decode(found.group(5)));
    }

    /// One thread, never shared.
    private static final class Parts {
        private final Argon2id cost;
        private final byte[] salt;
        private final byte[] hash;

        Parts(Argon2id cost, byte[] salt, byte[] hash) {
            this.cost = cost;
            this.salt = salt;
            this.hash = hash;
        }
    }
}
