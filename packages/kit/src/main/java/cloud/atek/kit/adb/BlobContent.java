package cloud.atek.kit.adb;

import java.io.IOException;
import java.io.InputStream;

/// A blob that is being read; to be closed.
///
/// @param type as it is served: what a browser would run comes as bytes. [Blobs#stat] tells what
///   its writer gave
/// @param length in bytes
/// @param hash SHA-256 of the content, 64 hex digits
/// @param in fails with an `EOFException` when the connection ends too early
public record BlobContent(String type, long length, String hash, InputStream in)
        implements AutoCloseable {

    @Override
    public void close() throws IOException {
        in.close();
    }
}
