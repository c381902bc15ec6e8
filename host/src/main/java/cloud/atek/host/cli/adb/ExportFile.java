package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that is there whole, or as it was before: it is written beside its place, brought to the
/// disk and put there by one rename.
public final class ExportFile {

    private ExportFile() {}

    /// What is written.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// @param force whether one that is there is replaced
    /// @throws CommandFailedException when it is not written; nothing has changed then
    public static void write(Path file, boolean force, Content content) {
        Path place = file.toAbsolutePath().normalize();
        if (Files.exists(place) && !force) {
            throw new CommandFailedException(
                    "%s is there already: --force replaces it.".formatted(file));
        }
        Path making = place.resolveSibling("." + place.getFileName() + ".part");
        try {
            write(making, content);
            Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
            force(place.getParent());
        } catch (IOException e) {
            remove(making, e);
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "%s cannot be written: %s.".formatted(file, e.getMessage()),
                    e);
        } catch (CommandFailedException e) {
            remove(making, e);
            throw e;
        }
    }

    /// Writes a file, on disk when it returns.
    static void write(Path making, Content content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        making,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /// So that what was renamed or made in it is on the disk too.
    static void force(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void remove(Path making, Exception cause) {
        try {
            Files.deleteIfExists(making);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
