package cloud.atek.crypto.seal;

import java.util.zip.CRC32C;

/// CRC-32C: finds accidents and names them. It proves nothing; the seals do.
final class Checksum {

    private Checksum() {}

    static int of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /// Of the first `length` bytes.
    static int of(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
