package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is there whole or not at all: it is made beside its place, brought to the disk and
/// put there by one rename.
///
/// ```
/// records.jsonl   the lines of the export
/// blobs/<hash>    the contents of its blobs
/// ```
final class ExportFolder {

    static final String LINES = "records.jsonl";
    static final String BLOBS = "blobs";

    private ExportFolder() {}

    /// What is written.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream lines, BlobFiles blobs) throws IOException;
    }

    /// @throws CommandFailedException when it is not written; nothing has changed then
    static void write(Path folder, Content content) {
        Path place = folder.toAbsolutePath().normalize();
        Path making = place.resolveSibling("." + place.getFileName() + ".part");
        try {
            requireFree(place, folder);
            remove(making);
            var blobs = new BlobFiles(Files.createDirectories(making.resolve(BLOBS)));
            ExportFile.write(making.resolve(LINES), lines -> content.writeTo(lines, blobs));
            ExportFile.force(blobs.folder());
            ExportFile.force(making);
            Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
            ExportFile.force(place.getParent());
        } catch (IOException e) {
            clear(making, e);
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "%s cannot be written: %s.".formatted(folder, e.getMessage()),
                    e);
        } catch (CommandFailedException e) {
            clear(making, e);
            throw e;
        }
    }

    /// No rename replaces a folder that has something in it.
    private static void requireFree(Path place, Path named) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        boolean isFree = false;
        if (Files.isDirectory(place)) {
            try (Stream<Path> inside = Files.list(place)) {
                isFree = inside.findAny().isEmpty();
            }
        }
        if (!isFree) {
            throw new CommandFailedException(
                    "%s is there already: name a new folder.".formatted(named));
        }
    }

    private static void clear(Path making, Exception cause) {
        try {
            remove(making);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// What a stopped export left, too.
    private static void remove(Path making) throws IOException {
        for (Path folder : List.of(making.resolve(BLOBS), making)) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                    for (Path one : inside) {
                        Files.delete(one);
                    }
                }
                Files.delete(folder);
            }
        }
    }
}
