package cloud.atek.datachain.trust;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What must be signed to prove a key on one connection.
///
/// ```
/// offset size  signed text
///      0   29  "atek.cloud/datachain/proof/1" and a newline
///     29   32  id of the chain
///     61   32  nonce
///     93   32  SHA-256 of the channel binding
/// ```
///
/// Only the nonce travels. Each side puts in the chain and the binding that it sees itself, so an
/// answer that was made for another chain or another connection proves nothing here.
///
/// @param nonce 32 random bytes
/// @param binding what only the two ends of this connection share, of any length
public record Challenge(VerifyKey chain, Bytes nonce, Bytes binding) {

    public static final int NONCE_BYTES = 32;

    static final String CONTEXT = "atek.cloud/datachain/proof/1";

    public Challenge {
        if (nonce.size() != NONCE_BYTES) {
            throw new IllegalArgumentException(
                    "a nonce has " + NONCE_BYTES + " bytes, not " + nonce.size());
        }
    }

    byte[] text() {
        byte[] context = (CONTEXT + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out =
                ByteBuffer.allocate(context.length + VerifyKey.BYTES + NONCE_BYTES + Hash.BYTES);
        out.put(context);
        chain.value().putInto(out);
        nonce.putInto(out);
        Hash.of(binding.toArray()).value().putInto(out);
        return out.array();
    }
}
