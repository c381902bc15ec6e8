package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256 of the JDK in the two modes used here.
final class Aes {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// What AES-KW adds: its check value.
    static final int WRAP_BYTES = 8;

    private Aes() {}

    /// AES-256-GCM (NIST SP 800-38D): writes the ciphertext and the tag of 16 bytes into `out`.
    ///
    /// @param header what the tag also covers, in parts
    static void seal(
            Secret key, byte[] nonce, byte[][] header, byte[] body, byte[] out, int offset) {
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, key, nonce, header);
            cipher.doFinal(body, 0, body.length, out, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
    }

    /// The body, or null when the tag is not that of these bytes.
    static byte @Nullable [] open(
            Secret key, byte[] nonce, byte[][] header, byte[] sealed, int offset) {
        try {
            Cipher cipher = gcm(Cipher.DECRYPT_MODE, key, nonce, header);
            return cipher.doFinal(sealed, offset, sealed.length - offset);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /// AES-256-KW (RFC 3394) of a key of 32 bytes: 40 bytes.
    static byte[] wrap(Secret wrapping, byte[] key) {
        try {
            return kw(Cipher.ENCRYPT_MODE, wrapping).doFinal(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-KW did not wrap", e);
        }
    }

    /// The key, or null when the check value is not that of these bytes.
    static byte @Nullable [] unwrap(Secret wrapping, byte[] wrapped) {
        try {
            return kw(Cipher.DECRYPT_MODE, wrapping).doFinal(wrapped);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static Cipher gcm(int mode, Secret key, byte[] nonce, byte[][] header)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, spec(key), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        for (byte[] part : header) {
            cipher.updateAAD(part);
        }
        return cipher;
    }

    private static Cipher kw(int mode, Secret key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(mode, spec(key));
        return cipher;
    }

    private static SecretKeySpec spec(Secret key) {
        byte[] raw = key.toArray();
        var spec = new SecretKeySpec(raw, "AES");
        Arrays.fill(raw, (byte) 0);
        return spec;
    }
}
