package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Writes a Git tree as plain files, straight from the objects: nothing is checked out, so there
/// are no hooks, filters, attributes, links and submodules. One thread owns it.
///
/// Folders get mode 0755, files 0644, or 0755 when Git calls them executable; nothing else is kept.
final class TreeExport {

    private final ObjectReader objects;
    private final FetchGuard guard;
    private final Progress progress;
    private int entries;
    private long bytes;

    TreeExport(ObjectReader objects, FetchGuard guard, Progress progress) {
        this.objects = objects;
        this.guard = guard;
        this.progress = progress;
    }

    /// @param tree what to write
    /// @param folder where to; made here
    /// @throws RefusedException when the tree holds what must not be on the disk; some of it may
    ///   have been written then
    void write(AnyObjectId tree, Path folder) throws IOException {
        try {
            folder(tree, folder, "", 0);
        } catch (IndexOutOfBoundsException e) {
            throw new RefusedException("The package is damaged: a folder in it is cut off.", e);
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    "The package has a file name that this system's language setting cannot store;"
                            + " start the host with a UTF-8 one, such as LC_ALL=C.UTF-8.",
                    e);
        }
    }

    private void folder(AnyObjectId tree, Path folder, String path, int depth) throws IOException {
        if (depth > guard.limits().depth()) {
            throw new RefusedException(
                    "The package has too many folders in each other: want at most "
                            + guard.limits().depth()
                            + ", got more at \""
                            + EntryName.visible(path)
                            + "\".");
        }
        guard.check();
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var parser = new CanonicalTreeParser(null, objects, tree);
        for (; !parser.eof(); parser.next(1)) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            String text = EntryName.read(name, path);
            requireRoom(path + text);
            entry(parser, folder.resolve(text), path + text, depth);
        }
    }

    private void requireRoom(String path) throws RefusedException {
        if (++entries > guard.limits().files()) {
            throw new RefusedException(
                    "The package has too many files: want at most " + guard.limits().files() + ".");
        }
        if (path.getBytes(UTF_8).length > PackageLimits.PATH_BYTES_MAX) {
            throw new RefusedException(
                    "The package has a path longer than "
                            + PackageLimits.PATH_BYTES_MAX
                            + " bytes: \""
                            + EntryName.visible(path)
                            + "\".");
        }
    }

    private void entry(CanonicalTreeParser parser, Path at, String path, int depth)
            throws IOException {
        FileMode mode = parser.getEntryFileMode();
        AnyObjectId id = parser.getEntryObjectId();
        if (mode.equals(FileMode.TREE)) {
            requireNew(at, path);
            folder(id, at, path + "/", depth + 1);
        } else if (mode.equals(FileMode.REGULAR_FILE)) {
            file(id, at, path, "rw-r--r--");
        } else if (mode.equals(FileMode.EXECUTABLE_FILE)) {
            file(id, at, path, "rwxr-xr-x");
        } else if (mode.equals(FileMode.GITLINK)) {
            progress.say(
                    "Leaving out the submodule \""
                            + EntryName.visible(path)
                            + "\": submodules are not fetched");
        } else if (mode.equals(FileMode.SYMLINK)) {
            throw new RefusedException(
                    "The package has a symbolic link, \""
                            + EntryName.visible(path)
                            + "\", and links are not installed: put the file itself there.");
        } else {
            throw new RefusedException(
                    "The package is damaged: \"" + EntryName.visible(path) + "\" is no file.");
        }
    }

    private static void requireNew(Path at, String path) throws RefusedException {
        if (Disk.exists(at)) {
            throw new RefusedException(
                    "The package has two files of one name: \"" + EntryName.visible(path) + "\".");
        }
    }

    private void file(AnyObjectId id, Path at, String path, String mode) throws IOException {
        ObjectLoader blob = objects.open(id, Constants.OBJ_BLOB);
        requireSize(blob.getSize(), path);
        guard.check();
        try (OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
            blob.copyTo(out);
        } catch (FileAlreadyExistsException e) {
            requireNew(at, path);
            throw e;
        }
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString(mode));
    }

    private void requireSize(long size, String path) throws RefusedException {
        bytes += size;
        if (size > guard.limits().fileBytes()) {
            throw new RefusedException(
                    "The package has a file that is too large: \""
                            + EntryName.visible(path)
                            + "\" has "
                            + size
                            + " bytes, want at most "
                            + guard.limits().fileBytes()
                            + ".");
        }
        if (bytes > guard.limits().totalBytes()) {
            throw new RefusedException(
                    "The package is too large: want at most "
                            + guard.limits().totalBytes()
                            + " bytes in all.");
        }
    }
}
