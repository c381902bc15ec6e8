package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. Offsets are in bytes from its start. Reads may go side by side; everything else is
/// done by one thread at a time.
public interface DiskFile extends AutoCloseable {

    long size() throws IOException;

    /// Fills `into` from `offset` on, until it is full or the file ends.
    ///
    /// @return how many bytes came
    int read(ByteBuffer into, long offset) throws IOException;

    /// Writes all of `from`.
    void write(ByteBuffer from, long offset) throws IOException;

    void truncate(long size) throws IOException;

    /// Returns when everything written is on disk.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
