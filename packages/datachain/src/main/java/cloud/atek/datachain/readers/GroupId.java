package cloud.atek.datachain.readers;

import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Names one reader group of all there are.
///
/// @param chain id of the chain that it is in
/// @param row that holds it
public record GroupId(VerifyKey chain, RowKey row) {

    private static final byte[] CONTEXT =
            "atek.cloud/datachain/readers/1\n".getBytes(StandardCharsets.US_ASCII);

    /// What a read key is wrapped under for a member: the context, the chain, the row, the key. So
    /// a wrapped key that is moved to another group, or put in place of another key, does not open.
    byte[] context(KeyId readKey) {
        ByteBuffer out =
                ByteBuffer.allocate(CONTEXT.length + VerifyKey.BYTES + RowKey.BYTES + KeyId.BYTES);
        out.put(CONTEXT);
        chain.value().putInto(out);
        out.put(row.toArray());
        readKey.value().putInto(out);
        return out.array();
    }

    /// The row and the first digits of the chain, for messages.
    @Override
    public String toString() {
        return row + " of the chain " + chain.value().hex().substring(0, 8);
    }
}
