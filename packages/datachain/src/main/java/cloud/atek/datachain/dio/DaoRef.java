package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A row that another one points to from its body. It may be gone.
public record DaoRef<T>(RowKey key, RowFormat<T> format) {

    public static <T> DaoRef<T> to(Dao<T> row) {
        return new DaoRef<>(row.key(), row.format());
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws UnreadableRowException when it is something else
    public static <T> DaoRef<T> read(Bytes bytes, RowFormat<T> format) {
        if (bytes.size() != RowKey.BYTES) {
            throw new UnreadableRowException(
                    "a reference has " + RowKey.BYTES + " bytes, not " + bytes.size());
        }
        ByteBuffer in = bytes.toBuffer();
        return new DaoRef<>(new RowKey(in.getLong(), in.getLong()), format);
    }

    /// To stand in the body of the row that points: [RowKey#BYTES] bytes.
    public Bytes bytes() {
        return Bytes.owning(key.toArray());
    }

    public Loaded<T> load(Dio dio) throws IOException {
        return dio.load(key, format);
    }
}
