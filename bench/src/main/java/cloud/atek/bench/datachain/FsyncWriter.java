package cloud.atek.bench.datachain;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// The disk alone: a row is so many bytes behind the last ones, and an fsync. One thread.
final class FsyncWriter implements Writer {

    private final FileChannel file;
    private final ByteBuffer row;
    private long offset;

    FsyncWriter(Path path, int bytes) throws IOException {
        this.file = FileChannel.open(path, CREATE_NEW, WRITE);
        this.row = ByteBuffer.allocateDirect(bytes);
    }

    @Override
    public void write(long number) throws IOException {
        row.clear().putLong(0, number);
        offset += file.write(row, offset);
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
