package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Blobs as rows of a chain: where which content is. The content itself is in a [BlobFolder].
///
/// The row key is that of the bytes `00 "blob" 00` and the path bytes: no path begins with a zero.
///
/// ```
/// offset size  body of a row of type "atek.cloud/adb/blob"
///      0    2  length of the path, big-endian
///      2    n  path bytes
///      +    8  size of the content in bytes, big-endian
///      +   32  SHA-256 of the content
///      +       media type, ASCII
/// ```
final class BlobEvents {

    static final String TYPE = "atek.cloud/adb/blob";

    private static final byte[] PREFIX = "\0blob\0".getBytes(StandardCharsets.US_ASCII);

    private BlobEvents() {}

    static RowKey row(KeyPath path) {
        return RowKey.of(Hash.of(PREFIX, PathBytes.of(path)));
    }

    static Event put(KeyPath path, Hash hash, long size, String type) {
        byte[] bytes = PathBytes.of(path);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(2 + bytes.length + 8 + Hash.BYTES + name.length);
        body.putShort((short) bytes.length).put(bytes).putLong(size);
        body.put(hash.value().toArray()).put(name);
        return new Event.Put(row(path), null, TYPE, Bytes.owning(body.array()));
    }

    static Event delete(KeyPath path) {
        return new Event.Tombstone(row(path));
    }

    /// @param sequence of its commit
    static Blob read(Event.Put put, long sequence) {
        ByteBuffer in = put.body().toBuffer();
        var path = new byte[in.getShort()];
        in.get(path);
        long size = in.getLong();
        var hash = new byte[Hash.BYTES];
        in.get(hash);
        var type = new byte[in.remaining()];
        in.get(type);
        return new Blob(
                PathBytes.parse(path),
                sequence,
                new Hash(Bytes.owning(hash)),
                size,
                new String(type, StandardCharsets.US_ASCII));
    }
}
