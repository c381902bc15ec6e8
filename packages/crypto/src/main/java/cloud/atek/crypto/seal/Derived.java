package cloud.atek.crypto.seal;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that works and the id that names it, both drawn from one stored key with HKDF-SHA256
/// (RFC 5869). So a stored key never serves two algorithms, and the id binds the working key.
///
/// @param key 32 bytes
record Derived(Secret key, KeyId id) {

    private static final int KEY_BYTES = 32;

    /// @param use what the key is for; another use gives another key and another id
    static Derived of(Secret stored, String use) {
        byte[] raw = stored.toArray();
        byte[] info = use.getBytes(StandardCharsets.US_ASCII);
        byte[] both = expand(raw, info, KEY_BYTES + KeyId.BYTES);
        try {
            var id = Arrays.copyOfRange(both, KEY_BYTES, both.length);
            return new Derived(
                    Secret.owning(Arrays.copyOf(both, KEY_BYTES)), new KeyId(Bytes.owning(id)));
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(both, (byte) 0);
        }
    }

    /// The second half of HKDF: our keys are random already, there is nothing to extract.
    static byte[] expand(byte[] key, byte[] info, int size) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.expandOnly(
                                    new SecretKeySpec(key, "HKDF"), info, size));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF-SHA256", e);
        }
    }
}
