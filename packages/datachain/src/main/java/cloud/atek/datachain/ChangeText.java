package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the author of a change, and those who stand behind it with him, sign.
///
/// ```
/// offset size  text, big-endian
///      0   30  "atek.cloud/datachain/change/1" and a newline
///     30   32  id of the chain
///     62   33  author: kind of the key and its name
///     95    8  counter
///    103    4  number of events
///    107   32  root of the Merkle tree over the events
/// ```
///
/// The chain is in it so that it is good in no other, the counter so that it is good only once. The
/// events are; what the change expects and guards is not, since it is of no meaning later.
///
/// @param counter from 1, higher than in all changes of this author before: his clock in
///   microseconds, or the last one and one
public record ChangeText(
        VerifyKey chain, KeyName author, long counter, int events, Hash eventsRoot) {

    static final int BYTES = 139;

    public ChangeText {
        if (counter < 1) {
            throw new IllegalArgumentException("the counter of an author begins with 1");
        }
    }

    public static ChangeText of(VerifyKey chain, KeyName author, long counter, Change change) {
        return of(chain, author, counter, change.events());
    }

    static ChangeText of(VerifyKey chain, KeyName author, long counter, List<Event> events) {
        return new ChangeText(
                chain, author, counter, events.size(), CommitCodec.eventsRoot(events));
    }

    public ChangeSignature sign(SigningKey key) {
        return ChangeSignature.of(toArray(), key);
    }

    public ChangeSignature sign(HybridSigningKey key) {
        return ChangeSignature.of(toArray(), key);
    }

    /// The author with these signatures, one of which is his own.
    public Author.Signed signed(ChangeSignature... signatures) {
        return new Author.Signed(chain, author, counter, List.of(signatures));
    }

    byte[] toArray() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put((ChangeSignature.CONTEXT + "\n").getBytes(StandardCharsets.US_ASCII));
        chain.value().putInto(out);
        author.write(out);
        out.putLong(counter).putInt(events);
        eventsRoot.value().putInto(out);
        return out.array();
    }
}
