package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What the seal of a compacted segment signs: compaction wrote these very bytes for this range.
///
/// @param id of the log, 32 bytes
/// @param first sequence from 1
/// @param last sequence, not below `first`
/// @param hash SHA-256 of all bytes of the segment before the seal
public record SealedRange(Bytes id, long first, long last, Hash hash) {

    private static final byte[] CONTEXT =
            "atek.cloud/datachain/seal/1\n".getBytes(StandardCharsets.US_ASCII);

    /// The bytes to sign: context, id (32), first (8), last (8), hash (32).
    public byte[] message() {
        ByteBuffer out = ByteBuffer.allocate(CONTEXT.length + id.size() + 16 + Hash.BYTES);
        out.put(CONTEXT);
        id.putInto(out);
        out.putLong(first).putLong(last);
        hash.value().putInto(out);
        return out.array();
    }
}
