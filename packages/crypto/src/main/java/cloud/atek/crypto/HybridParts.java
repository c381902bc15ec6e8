package cloud.atek.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Sizes, shapes and the signed text that the hybrid key, its public half and its signature share.
///
/// The scheme is `id-MLDSA65-Ed25519-SHA512` of
/// <https://datatracker.ietf.org/doc/draft-ietf-lamps-pq-composite-sigs/>. Both halves sign
///
/// ```
/// "CompositeAlgorithmSignatures2025" "COMPSIG-MLDSA65-Ed25519-SHA512"
/// length of the context (1 byte) context SHA-512(message)
/// ```
///
/// and ML-DSA takes the second text as its own context too. So no half is good alone, as a plain
/// signature or under another context.
final class HybridParts {

    static final int ML_DSA_KEY_BYTES = 1952;
    static final int ML_DSA_SIGNATURE_BYTES = 3309;
    static final int ML_DSA_SEED_BYTES = 32;

    private static final int CONTEXT_BYTES_MAX = 255;
    private static final String PREFIX = "CompositeAlgorithmSignatures2025";
    private static final String LABEL = "COMPSIG-MLDSA65-Ed25519-SHA512";

    private HybridParts() {}

    static byte[] label() {
        return LABEL.getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws IllegalArgumentException when `context` is empty, not ASCII or too long
    static byte[] signedText(String context, byte[] message) {
        byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
        byte[] label = label();
        byte[] about = contextBytes(context);
        byte[] hash = sha512().digest(message);
        return ByteBuffer.allocate(prefix.length + label.length + 1 + about.length + hash.length)
                .put(prefix)
                .put(label)
                .put((byte) about.length)
                .put(about)
                .put(hash)
                .array();
    }

    static void requireShape(String what, Bytes encoded, int size, int version) {
        if (encoded.size() != size) {
            throw new IllegalArgumentException(
                    what + " has " + size + " bytes, not " + encoded.size());
        }
        if (encoded.raw()[0] != version) {
            throw new IllegalArgumentException(
                    what + " of version " + (encoded.raw()[0] & 0xff) + ", not " + version);
        }
    }

    static byte[] slice(Bytes from, int offset, int size) {
        return Arrays.copyOfRange(from.raw(), offset, offset + size);
    }

    private static byte[] contextBytes(String context) {
        boolean ascii = context.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!ascii || context.isEmpty() || context.length() > CONTEXT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a signing context has 1 to " + CONTEXT_BYTES_MAX + " printable ASCII letters");
        }
        return context.getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }
}
