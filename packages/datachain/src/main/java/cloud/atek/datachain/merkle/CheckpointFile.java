package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The newest checkpoint of a chain, in a file of its own beside the segments. It is replaced as a
/// whole: after a crash it is the old one or the new one. One thread writes.
///
/// @param folder of the chain
public record CheckpointFile(Disk disk, Path folder) {

    public static final String NAME = "checkpoint";

    /// What a crash leaves of this is swept with the segments in the making.
    private static final String NEW_NAME = "checkpoint.new";

    /// The note, or nothing when none was ever written. No signature is verified.
    ///
    /// @throws DamagedLogException when the file is not a checkpoint
    public Optional<Note> read() throws IOException {
        ByteBuffer in;
        try (DiskFile file = disk.open(folder.resolve(NAME))) {
            in = ByteBuffer.allocate((int) Math.min(file.size(), Note.BYTES_MAX + 1));
            file.read(in, 0);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            var bytes = new byte[in.flip().remaining()];
            in.get(bytes);
            Note note = Note.read(Bytes.owning(bytes));
            Checkpoint.of(note);
            return Optional.of(note);
        } catch (MalformedNoteException e) {
            throw new DamagedLogException(NAME, 0, "not a checkpoint: " + e.getMessage());
        }
    }

    /// Replaces the checkpoint, and returns when the new one is on disk.
    public void write(Note note) throws IOException {
        Path making = folder.resolve(NEW_NAME);
        try {
            disk.delete(making);
        } catch (NoSuchFileException e) {
            // The usual case: only a write that failed leaves one.
        }
        try (DiskFile file = disk.create(making)) {
            file.write(note.toBytes().toBuffer(), 0);
            file.sync();
        }
        disk.rename(making, folder.resolve(NAME));
        disk.syncFolder(folder);
    }
}
