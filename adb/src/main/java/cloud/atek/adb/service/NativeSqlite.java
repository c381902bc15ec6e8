package cloud.atek.adb.service;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Puts SQLite's native library where it stays.
///
/// By itself the driver writes a new copy into the temporary folder at every start, which is memory
/// in a sandbox and litter after a kill.
final class NativeSqlite {

    private NativeSqlite() {}

    /// Extracts the library below `folder` if it is not there already, and tells the driver. To be
    /// called before the first use of SQLite.
    static void extractTo(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path home = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        byte[] library = library(name);
        Path target = home.resolve(name);
        if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), library)) {
            Files.createDirectories(home);
            Path making = Files.createTempFile(home, name, ".new");
            Files.write(making, library);
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
        }
        System.setProperty("org.sqlite.lib.path", home.toAbsolutePath().toString());
        System.setProperty("org.sqlite.lib.name", name);
    }

    private static byte[] library(String name) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "SQLite has no library for this system, looked for " + resource);
            }
            return in.readAllBytes();
        }
    }
}
