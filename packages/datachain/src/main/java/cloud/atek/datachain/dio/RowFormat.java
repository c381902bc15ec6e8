package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.MalformedReadersException;
import cloud.atek.datachain.readers.Readers;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// How values of one type stand in rows. Thread-safe.
public interface RowFormat<T> {

    /// The name of the type, which stands in every row of it: 1 to 255 bytes of UTF-8. Rows of
    /// another type are not read with this.
    String type();

    /// The same bytes for the same value: so a row that did not change is not written again.
    Bytes write(T value);

    /// Reads what somebody wrote, who may have been wrong or mean.
    ///
    /// @throws UnreadableRowException when it is no such value; other unchecked exceptions count as
    ///   that too
    T read(Bytes body);

    static <T> RowFormat<T> of(String type, Function<T, Bytes> write, Function<Bytes, T> read) {
        return new RowFormat<>() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public Bytes write(T value) {
                return write.apply(value);
            }

            @Override
            public T read(Bytes body) {
                return read.apply(body);
            }
        };
    }

    /// Bodies as they are.
    static RowFormat<Bytes> bytes(String type) {
        return of(type, Function.identity(), Function.identity());
    }

    /// Text in UTF-8.
    static RowFormat<String> text(String type) {
        return of(
                type,
                text -> Bytes.owning(text.getBytes(StandardCharsets.UTF_8)),
                body -> {
                    try {
                        return StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(body.toBuffer())
                                .toString();
                    } catch (CharacterCodingException e) {
                        throw new UnreadableRowException("text that is not UTF-8", e);
                    }
                });
    }

    /// One reader group, in its row.
    static RowFormat<Readers> readers(GroupId group) {
        return of(
                Readers.TYPE,
                Readers::body,
                body -> {
                    try {
                        return Readers.read(group, body);
                    } catch (MalformedReadersException e) {
                        throw new UnreadableRowException("no reader group", e);
                    }
                });
    }
}
