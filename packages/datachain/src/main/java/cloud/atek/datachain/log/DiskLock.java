package cloud.atek.datachain.log;

import java.io.IOException;

/// A lock that is held until it is closed.
@FunctionalInterface
public interface DiskLock extends AutoCloseable {

    @Override
    void close() throws IOException;
}
