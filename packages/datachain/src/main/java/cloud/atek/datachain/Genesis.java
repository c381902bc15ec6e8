package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.TrustMode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/// The rules of a whole chain: the body of its first event, and of every later one that changes
/// them.
///
/// ```
/// offset size  genesis, big-endian
///      0    1  version, 1
///      1    1  trust: 1 centralized, 2 distributed
///      2    1  retention: 0 all, 1 versions, 2 days
///      3    4  how many of them; 0 for all
///      7    1  number of root keys, 1 to 64
///      8   33  each of them: kind and name, in ascending order
/// ```
///
/// @param trust never changes
/// @param roots who may write where no row says something else, and who may change this; 1 to
///   [Authority.Write#KEYS_MAX], kept sorted and without doubles
/// @param retention what compaction keeps
public record Genesis(TrustMode trust, List<KeyName> roots, Retention retention) {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 8;

    public Genesis {
        roots = new Authority.Write.AnyOf(roots).keys();
    }

    /// Of a chain that its own key alone writes, and that keeps everything.
    public static Genesis of(VerifyKey chain) {
        return new Genesis(TrustMode.CENTRALIZED, List.of(KeyName.of(chain)), Retention.ALL);
    }

    /// The row that holds it.
    public Event.Put event() {
        return new Event.Put(Reserved.CHAIN_ROW, null, Reserved.CHAIN, body());
    }

    Authority.Write rule() {
        return new Authority.Write.AnyOf(roots);
    }

    Bytes body() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + roots.size() * KeyName.BYTES);
        out.put(VERSION).put((byte) (trust == TrustMode.CENTRALIZED ? 1 : 2));
        switch (retention) {
            case Retention.All() -> out.put((byte) 0).putInt(0);
            case Retention.Versions(int count) -> out.put((byte) 1).putInt(count);
            case Retention.Days(int count) -> out.put((byte) 2).putInt(count);
        }
        out.put((byte) roots.size());
        roots.forEach(root -> root.write(out));
        return Bytes.owning(out.array());
    }

    /// Reads what [#event] has as its body.
    ///
    /// @throws MalformedCommitException when it is something else
    static Genesis read(Bytes body) {
        ByteBuffer in = body.toBuffer();
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new MalformedCommitException("a genesis of version " + version);
            }
            TrustMode trust = trust(in.get());
            Retention retention = retention(in.get(), in.getInt());
            var genesis = new Genesis(trust, AuthorityBytes.anyOf(in).keys(), retention);
            if (in.hasRemaining()) {
                throw new MalformedCommitException("a genesis with something behind it");
            }
            return genesis;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedCommitException("a genesis that is not whole", e);
        }
    }

    private static TrustMode trust(int code) {
        return switch (code) {
            case 1 -> TrustMode.CENTRALIZED;
            case 2 -> TrustMode.DISTRIBUTED;
            default -> throw new MalformedCommitException("a trust mode " + code);
        };
    }

    private static Retention retention(int code, int count) {
        return switch (code) {
            case 0 -> all(count);
            case 1 -> new Retention.Versions(count);
            case 2 -> new Retention.Days(count);
            default -> throw new MalformedCommitException("a retention " + code);
        };
    }

    private static Retention all(int count) {
        if (count != 0) {
            throw new MalformedCommitException("all, and " + count + " of them, to be kept");
        }
        return Retention.ALL;
    }
}
