package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// Rules as bytes: equal rules are equal bytes.
///
/// ```
/// offset size  rules, big-endian
///      0    1  read: 0 inherit, 1 everyone, 2 readers
///      1   16  only with 2: the row of the reader group
///      +    1  write: 0 inherit, 1 everyone, 2 nobody, 3 any of
///      +    1  only with 3: number of keys, 1 to 64
///      +   33  only with 3, each: the name of a key, ascending
/// ```
final class AuthorityBytes {

    private static final int INHERIT = 0;
    private static final int EVERYONE = 1;
    private static final int READERS = 2;
    private static final int NOBODY = 2;
    private static final int ANY_OF = 3;

    private AuthorityBytes() {}

    static Bytes of(Authority authority) {
        ByteBuffer out = ByteBuffer.allocate(size(authority));
        switch (authority.read()) {
            case Authority.Read.Inherit() -> out.put((byte) INHERIT);
            case Authority.Read.Everyone() -> out.put((byte) EVERYONE);
            case Authority.Read.Readers(RowKey group) -> group.write(out.put((byte) READERS));
        }
        switch (authority.write()) {
            case Authority.Write.Inherit() -> out.put((byte) INHERIT);
            case Authority.Write.Everyone() -> out.put((byte) EVERYONE);
            case Authority.Write.Nobody() -> out.put((byte) NOBODY);
            case Authority.Write.AnyOf(var keys) -> {
                out.put((byte) ANY_OF).put((byte) keys.size());
                keys.forEach(key -> key.write(out));
            }
        }
        return Bytes.owning(out.array());
    }

    /// Reads the rules at the position of `in`, and moves behind them.
    ///
    /// @throws MalformedCommitException when there are none
    /// @throws java.nio.BufferUnderflowException when they are cut
    static Authority read(ByteBuffer in) {
        return new Authority(readRule(in), writeRule(in));
    }

    private static Authority.Read readRule(ByteBuffer in) {
        int kind = in.get();
        return switch (kind) {
            case INHERIT -> new Authority.Read.Inherit();
            case EVERYONE -> new Authority.Read.Everyone();
            case READERS -> new Authority.Read.Readers(RowKey.read(in));
            default -> throw new MalformedCommitException("a read rule of kind " + kind);
        };
    }

    private static Authority.Write writeRule(ByteBuffer in) {
        int kind = in.get();
        return switch (kind) {
            case INHERIT -> new Authority.Write.Inherit();
            case EVERYONE -> new Authority.Write.Everyone();
            case NOBODY -> new Authority.Write.Nobody();
            case ANY_OF -> anyOf(in);
            default -> throw new MalformedCommitException("a write rule of kind " + kind);
        };
    }

    /// Reads some keys, their number first.
    static Authority.Write.AnyOf anyOf(ByteBuffer in) {
        int count = in.get();
        if (count < 1 || count > Authority.Write.KEYS_MAX) {
            throw new MalformedCommitException(
                    "a rule of " + count + " keys, want 1 to " + Authority.Write.KEYS_MAX);
        }
        var keys = new ArrayList<KeyName>(count);
        for (int i = 0; i < count; i++) {
            keys.add(KeyName.read(in));
            // Anything else would be a second form of the same rules.
            if (i > 0 && keys.get(i - 1).compareTo(keys.get(i)) >= 0) {
                throw new MalformedCommitException("the keys of a rule are not in order");
            }
        }
        return new Authority.Write.AnyOf(keys);
    }

    /// Of [#of], in bytes.
    static int size(Authority authority) {
        int read = authority.read() instanceof Authority.Read.Readers ? 1 + RowKey.BYTES : 1;
        int write =
                authority.write() instanceof Authority.Write.AnyOf(var keys)
                        ? 2 + keys.size() * KeyName.BYTES
                        : 1;
        return read + write;
    }
}
