package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A content on its way into a [BlobFolder]: hashed while it is written, in one piece of memory.
/// What is not put in its place is gone when this closes. One thread owns it.
public final class Incoming implements AutoCloseable {

    private final Path part;
    private final Runnable ended;
    private final FileChannel file;
    private final MessageDigest digest = sha256();
    private long size;
    private long forced;

    /// @param part a file that is not there yet
    /// @param ended runs when this closes
    Incoming(Path part, Runnable ended) throws IOException {
        this.part = part;
        this.ended = ended;
        this.file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// What came.
    ///
    /// @param size in bytes
    public record Content(Hash hash, long size) {}

    /// Reads `in` to its end and forces all of it to the disk. To be called once.
    ///
    /// @throws DiskException when the disk is full or failed
    /// @throws IOException as `in` throws it
    /// @throws InvalidRecordException when it has more than [Limits#BLOB_BYTES_MAX] bytes
    public Content receive(InputStream in) throws IOException {
        var piece = new byte[Limits.BLOB_PIECE_BYTES];
        for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
            digest.update(piece, 0, came);
            size += came;
            requireFits(size);
            write(ByteBuffer.wrap(piece, 0, came));
        }
        force();
        return new Content(new Hash(Bytes.owning(digest.digest())), size);
    }

    /// Takes its place. It is durable when its folder is.
    void moveTo(Path place) throws IOException {
        Files.move(
                part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void requireFits(long size) {
        if (size > Limits.BLOB_BYTES_MAX) {
            throw new InvalidRecordException(
                    "A blob has at most %,d bytes".formatted(Limits.BLOB_BYTES_MAX));
        }
    }

    /// @param more bytes that are to come
    static void requireRoom(Path folder, long more) throws DiskException {
        // 0 also stands for "not known": the write will tell.
        long free = folder.toFile().getUsableSpace();
        if (free > 0 && free - more < Limits.DISK_RESERVE_BYTES) {
            throw DiskException.full(free);
        }
    }

    private void write(ByteBuffer piece) throws DiskException {
        try {
            while (piece.hasRemaining()) {
                file.write(piece);
            }
            if (size - forced >= Limits.BLOB_FORCE_BYTES) {
                file.force(false);
                forced = size;
                requireRoom(part.resolveSibling("."), 0);
            }
        } catch (DiskException e) {
            throw e;
        } catch (IOException e) {
            throw DiskException.of(e);
        }
    }

    private void force() throws DiskException {
        try {
            file.force(true);
        } catch (IOException e) {
            throw DiskException.of(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
            Files.deleteIfExists(part);
        } finally {
            ended.run();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
