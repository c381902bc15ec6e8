package cloud.atek.host.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes that follow from a secret and the time (RFC 6238): HMAC-SHA-1, six digits, one each 30 s.
/// What every app for codes takes for granted.
final class Totp {

    /// Bytes of a secret: those of an HMAC-SHA-1 (RFC 4226 section 4, R6).
    static final int SECRET_BYTES = 20;

    static final Duration STEP = Duration.ofSeconds(30);
    static final int DIGITS = 6;

    /// So many steps early or late a code may come: clocks differ, and people type slowly.
    static final int STEPS_APART_MAX = 1;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /// Which code belongs to a time; never negative.
    static long stepAt(Instant time) {
        return time.getEpochSecond() / STEP.toSeconds();
    }

    /// The code of one step (RFC 4226 section 5.3).
    static String code(byte[] secret, long step) {
        byte[] mac = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = mac[mac.length - 1] & 0xF;
        int number = ByteBuffer.wrap(mac).getInt(offset) & Integer.MAX_VALUE;
        return String.format("%0" + DIGITS + "d", number % MODULUS);
    }

    /// Finds the step of `code` near `now`.
    ///
    /// @param after the step of the last code that was taken: only later ones count
    /// @return empty when it is no code, or was used before
    static OptionalLong match(byte[] secret, String code, Instant now, long after) {
        long middle = stepAt(now);
        OptionalLong found = OptionalLong.empty();
        for (long step = middle - STEPS_APART_MAX; step <= middle + STEPS_APART_MAX; step++) {
            boolean same =
                    MessageDigest.isEqual(code(secret, step).getBytes(UTF_8), code.getBytes(UTF_8));
            if (same && step > after && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "RAW"));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
