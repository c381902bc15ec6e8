package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Records as rows of a chain.
///
/// The row key is the first 128 bits of the SHA-256 of the path bytes, so that a deletion leaves no
/// name behind.
///
/// ```
/// offset size  body of a row of type "atek.cloud/adb/record"
///      0    2  length of the path, big-endian
///      2    n  path bytes
///      +       the value, JSON in UTF-8
/// ```
final class RecordEvents {

    static final String TYPE = "atek.cloud/adb/record";

    private RecordEvents() {}

    static RowKey row(byte[] path) {
        return RowKey.of(Hash.of(path));
    }

    static Event put(KeyPath path, byte[] json) {
        byte[] bytes = PathBytes.of(path);
        ByteBuffer body = ByteBuffer.allocate(2 + bytes.length + json.length);
        body.putShort((short) bytes.length).put(bytes).put(json);
        return new Event.Put(row(bytes), null, TYPE, Bytes.owning(body.array()));
    }

    static Event delete(KeyPath path) {
        return new Event.Tombstone(row(PathBytes.of(path)));
    }

    static byte[] path(Event.Put put) {
        ByteBuffer in = put.body().toBuffer();
        var path = new byte[in.getShort()];
        in.get(path);
        return path;
    }

    static String json(Event.Put put) {
        ByteBuffer in = put.body().toBuffer();
        in.position(2 + in.getShort(0));
        return StandardCharsets.UTF_8.decode(in).toString();
    }
}
