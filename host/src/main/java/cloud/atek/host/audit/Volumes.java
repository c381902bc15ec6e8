package cloud.atek.host.audit;

import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.CommitCursor;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// All volumes for reading, as long as the newest one stays open.
///
/// @param newest null while the disk does not let it be opened
record Volumes(Shelf shelf, @Nullable Volume newest) {

    /// One volume that is read. One thread owns it.
    interface Reading extends AutoCloseable {

        /// Number of the last commit on disk.
        long last();

        /// Reads from a commit on; the caller closes it.
        CommitCursor from(long sequence);

        @Override
        void close() throws IOException;
    }

    /// Opens one.
    ///
    /// @throws IOException when it is damaged, or the disk failed
    Reading open(int number, Path folder) throws IOException {
        Volume writing = newest;
        return writing != null && writing.number() == number
                ? new Newest(writing)
                : new Older(ChainReader.open(folder, shelf.disk()));
    }

    private record Newest(Volume volume) implements Reading {

        @Override
        public long last() {
            return volume.chain().lastSequence();
        }

        @Override
        public CommitCursor from(long sequence) {
            return volume.chain().read(sequence);
        }

        /// It is still written.
        @Override
        public void close() {}
    }

    private record Older(ChainReader chain) implements Reading {

        @Override
        public long last() {
            return chain.lastSequence();
        }

        @Override
        public CommitCursor from(long sequence) {
            return chain.read(sequence);
        }

        @Override
        public void close() throws IOException {
            chain.close();
        }
    }
}
