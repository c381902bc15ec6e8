package cloud.atek.datachain.backup;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Reads and copies the beginnings of files, in memory of one buffer. One thread at a time.
final class Copier {

    private static final int BUFFER_BYTES = 128 << 10;

    private final Disk disk;
    private final Progress progress;
    private final long all;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long done;

    /// @param all bytes that will be read, for the progress
    Copier(Disk disk, Progress progress, long all) {
        this.disk = disk;
        this.progress = progress;
        this.all = all;
    }

    /// The hash of the first `bytes` of a file.
    ///
    /// @throws IOException when it has fewer
    Hash hash(Path path, long bytes) throws IOException {
        try (DiskFile file = disk.open(path)) {
            return read(file, bytes, path, null);
        }
    }

    /// Makes `to` of the first `bytes` of `from`, on disk but for its name.
    ///
    /// @return hash of what was read back from it
    Hash copy(Path from, long bytes, Path to) throws IOException {
        try (DiskFile in = disk.open(from);
                DiskFile out = disk.create(to)) {
            Hash read = read(in, bytes, from, out);
            out.sync();
            Hash written = read(out, bytes, to, null);
            if (!written.equals(read)) {
                throw new IOException(
                        to + " reads back other than it was written: the disk is failing");
            }
            return written;
        }
    }

    private Hash read(DiskFile in, long bytes, Path path, @Nullable DiskFile out)
            throws IOException {
        MessageDigest digest = sha256();
        for (long at = 0; at < bytes; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, bytes - at));
            if (in.read(buffer, at) < buffer.limit()) {
                throw new IOException(path + " is shorter than " + bytes + " bytes");
            }
            digest.update(buffer.flip().duplicate());
            if (out != null) {
                out.write(buffer.duplicate(), at);
            }
            done += buffer.limit();
            progress.at("copying", Math.min(done, all), all);
        }
        return new Hash(Bytes.owning(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
