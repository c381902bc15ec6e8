package cloud.atek.datachain;

import cloud.atek.crypto.VerifyKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Who made a commit.
///
/// @param author whose change it is; null when nobody showed a key
/// @param counter the author's own, from 1, higher than in all his changes before; 0 when he did
///   not sign the change but was known to the chain
public record Origin(@Nullable KeyName author, long counter) {

    /// 33 bytes for the author, zeros for nobody, then the counter.
    static final int BYTES = KeyName.BYTES + 8;

    /// Of an author who showed no key.
    public static final Origin NOBODY = new Origin(null, 0);

    public Origin {
        if (counter < 0 || (author == null && counter != 0)) {
            throw new IllegalArgumentException("no author has the counter " + counter);
        }
    }

    /// Of the chain's own changes.
    public static Origin of(VerifyKey chain) {
        return new Origin(KeyName.of(chain), 0);
    }

    static Origin read(ByteBuffer in) {
        ByteBuffer author = in.slice(in.position(), KeyName.BYTES);
        in.position(in.position() + KeyName.BYTES);
        boolean nobody = author.equals(ByteBuffer.allocate(KeyName.BYTES));
        return new Origin(nobody ? null : KeyName.read(author), in.getLong());
    }

    void write(ByteBuffer out) {
        if (author == null) {
            out.put(new byte[KeyName.BYTES]);
        } else {
            author.write(out);
        }
        out.putLong(counter);
    }
}
