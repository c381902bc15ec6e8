package cloud.atek.datachain.live;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Keys and places that belong to others, so that nobody has to write down where they are: the
/// first bytes of SHA-256 over a text that says what they are for, and what they belong to.
final class DerivedKey {

    private static final String PREFIX = "atek.cloud/datachain/live/";

    private DerivedKey() {}

    /// @param use a word, such as `lease`
    static RowKey of(String use, RowKey row) {
        return RowKey.of(hash(use, row.toArray()));
    }

    /// A collection of the same row.
    static Place of(String use, Place place) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(place.collection()).array();
        return new Place(place.parent(), hash(use, number).value().toBuffer().getLong());
    }

    private static Hash hash(String use, byte[] of) {
        byte[] text = (PREFIX + use + "/1\n").getBytes(StandardCharsets.US_ASCII);
        return Hash.of(ByteBuffer.allocate(text.length + of.length).put(text).put(of).array());
    }
}
