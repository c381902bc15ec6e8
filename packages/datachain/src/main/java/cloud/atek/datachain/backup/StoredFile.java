package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;

/// A file of a chain that a backup holds, under a name that tells its content.
///
/// @param name in the folder of the chain, see [SegmentFile]; or `checkpoint`
/// @param bytes its size
/// @param hash SHA-256 of its bytes
public record StoredFile(String name, long bytes, Hash hash) {

    public StoredFile {
        if (bytes < 0) {
            throw new IllegalArgumentException("a file of " + bytes + " bytes");
        }
    }

    /// Its name in the folder of the backup.
    String storedName() {
        return name + "." + hash.hex();
    }
}
