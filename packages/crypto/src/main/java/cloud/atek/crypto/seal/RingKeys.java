package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content of a key ring, before it is sealed, big-endian:
///
/// ```
/// offset size
///      0    2  number of keys, 0 to 1024
///      2       keys, by name, each name greater than the one before it:
///           1  kind: 1 signing seed, 2 hybrid signing seed, 3 read key, 4 recipient seed
///           1  length m of the name, 1 to 64
///           m  name, ASCII
///           k  key: 32 bytes, 64 for kind 2
/// ```
final class RingKeys {

    private static final int COUNT_BYTES = 2;

    private RingKeys() {}

    static byte[] encode(SortedMap<String, StoredKey> keys) {
        int size = COUNT_BYTES;
        for (var entry : keys.entrySet()) {
            size += 2 + entry.getKey().length() + entry.getValue().secret().size();
        }
        ByteBuffer out = ByteBuffer.allocate(size).putShort((short) keys.size());
        keys.forEach((name, key) -> put(out, name, key));
        return out.array();
    }

    /// Null when it is anything but the one encoding of some keys.
    static @Nullable SortedMap<String, StoredKey> decode(byte[] plain) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        SortedMap<String, StoredKey> keys = new TreeMap<>();
        try {
            int count = in.getShort() & 0xffff;
            for (int i = 0; i < count && i < KeyRing.KEYS_MAX; i++) {
                if (!take(in, keys)) {
                    return wiped(keys);
                }
            }
            return count == keys.size() && !in.hasRemaining() ? keys : wiped(keys);
        } catch (BufferUnderflowException e) {
            return wiped(keys);
        }
    }

    private static void put(ByteBuffer out, String name, StoredKey key) {
        out.put(key.code()).put((byte) name.length());
        out.put(name.getBytes(StandardCharsets.US_ASCII));
        byte[] raw = key.secret().toArray();
        out.put(raw);
        Secret.owning(raw).wipe();
    }

    private static boolean take(ByteBuffer in, SortedMap<String, StoredKey> keys) {
        byte code = in.get();
        int size = StoredKey.size(code);
        int nameBytes = in.get() & 0xff;
        if (size < 0 || nameBytes > KeyRing.NAME_BYTES_MAX) {
            return false;
        }
        var ascii = new byte[nameBytes];
        in.get(ascii);
        String name = new String(ascii, StandardCharsets.US_ASCII);
        if (!KeyRing.isName(name) || (!keys.isEmpty() && name.compareTo(keys.lastKey()) <= 0)) {
            return false;
        }
        var raw = new byte[size];
        in.get(raw);
        keys.put(name, new StoredKey(code, Secret.owning(raw)));
        return true;
    }

    private static @Nullable SortedMap<String, StoredKey> wiped(SortedMap<String, StoredKey> keys) {
        keys.values().forEach(key -> key.secret().wipe());
        return null;
    }
}
