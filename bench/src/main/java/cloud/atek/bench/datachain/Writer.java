package cloud.atek.bench.datachain;

import java.io.IOException;
import java.sql.SQLException;

/// Something that rows are written to. Any number of threads write side by side.
interface Writer extends AutoCloseable {

    /// Returns when the row is on disk, or as far as this writer waits.
    void write(long number) throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
}
