package cloud.atek.datachain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The rules of a row as bytes: the value of field 4 of an event.
///
/// ```
/// offset size  rules
///      0    1  read: 0 inherit, 1 everyone, 2 readers
///      +   16  row key of the reader group, when read is 2
///      +    1  write: 0 inherit, 1 everyone, 2 nobody, 3 any of some keys
///      +    1  number of the keys, 1 to 64, when write is 3
///      +   33  each of them, in ascending order
/// ```
final class AuthorityCodec {

    private static final byte INHERIT = 0;
    private static final byte EVERYONE = 1;
    private static final byte READERS = 2;
    private static final byte NOBODY = 2;
    private static final byte ANY_OF = 3;

    private AuthorityCodec() {}

    static int size(Authority authority) {
        int read = authority.read() instanceof Authority.Read.Readers ? 1 + RowKey.BYTES : 1;
        int write =
                authority.write() instanceof Authority.Write.AnyOf(var keys)
                        ? 2 + keys.size() * KeyName.BYTES
                        : 1;
        return read + write;
    }

    static void write(Authority authority, ByteBuffer out) {
        switch (authority.read()) {
            case Authority.Read.Inherit() -> out.put(INHERIT);
            case Authority.Read.Everyone() -> out.put(EVERYONE);
            case Authority.Read.Readers(RowKey group) -> group.write(out.put(READERS));
        }
        switch (authority.write()) {
            case Authority.Write.Inherit() -> out.put(INHERIT);
            case Authority.Write.Everyone() -> out.put(EVERYONE);
            case Authority.Write.Nobody() -> out.put(NOBODY);
            case Authority.Write.AnyOf(var keys) -> {
                out.put(ANY_OF).put((byte) keys.size());
                keys.forEach(key -> key.write(out));
            }
        }
    }

    /// Reads the rules at the position of `in`, and moves behind them.
    ///
    /// @throws MalformedCommitException when they are not in the one form that [#write] writes
    static Authority read(ByteBuffer in) {
        return new Authority(readRead(in), readWrite(in));
    }

    private static Authority.Read readRead(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case INHERIT -> new Authority.Read.Inherit();
            case EVERYONE -> new Authority.Read.Everyone();
            case READERS -> new Authority.Read.Readers(RowKey.read(in));
            default -> throw new MalformedCommitException("a read rule of kind " + kind);
        };
    }

    private static Authority.Write readWrite(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case INHERIT -> new Authority.Write.Inherit();
            case EVERYONE -> new Authority.Write.Everyone();
            case NOBODY -> new Authority.Write.Nobody();
            case ANY_OF -> new Authority.Write.AnyOf(keys(in));
            default -> throw new MalformedCommitException("a write rule of kind " + kind);
        };
    }

    /// Some key names after their number.
    static List<KeyName> keys(ByteBuffer in) {
        int count = in.get() & 0xff;
        var keys = new ArrayList<KeyName>(count);
        for (int i = 0; i < count; i++) {
            KeyName key = KeyName.read(in);
            if (i > 0 && keys.getLast().compareTo(key) >= 0) {
                throw new MalformedCommitException("the keys of a rule are not in order");
            }
            keys.add(key);
        }
        return keys;
    }
}
