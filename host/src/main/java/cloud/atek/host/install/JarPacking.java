package cloud.atek.host.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Reads and writes jars. What it reads was made by strangers; what it packs lies in folders where
/// a program of theirs may have written, so links are left out.
final class JarPacking {

    /// The same classes give the same jar.
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2000, 1, 1, 0, 0);

    private JarPacking() {}

    /// Packs all regular files below the folders; where two have one name, the first folder wins.
    static void pack(List<Path> folders, Path jar) throws IOException {
        SortedMap<String, Path> entries = new TreeMap<>();
        for (Path folder : folders.reversed()) {
            for (Path file : Inside.filesBelow(folder, "")) {
                entries.put(folder.relativize(file).toString(), file);
            }
        }
        try (OutputStream out = Files.newOutputStream(jar, StandardOpenOption.CREATE_NEW);
                var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                var header = new ZipEntry(entry.getKey());
                header.setTimeLocal(ALWAYS);
                zip.putNextEntry(header);
                Files.copy(entry.getValue(), zip);
                zip.closeEntry();
            }
        }
    }

    /// What the jar's manifest says to start; empty when it says nothing.
    ///
    /// @throws RefusedException when it is no jar
    static String mainClass(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
            if (entry == null) {
                return "";
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(PackageLimits.PACKAGE_FILE_BYTES_MAX);
                String name =
                        new Manifest(new ByteArrayInputStream(bytes))
                                .getMainAttributes()
                                .getValue(Attributes.Name.MAIN_CLASS);
                return name == null ? "" : name.strip();
            }
        } catch (ZipException e) {
            throw damaged(jar, e);
        }
    }

    static boolean hasClass(Path jar, String name) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(name.replace('.', '/') + ".class") != null;
        } catch (ZipException e) {
            throw damaged(jar, e);
        }
    }

    private static RefusedException damaged(Path jar, ZipException e) {
        return new RefusedException(
                "Package issue: "
                        + EntryName.visible(String.valueOf(jar.getFileName()))
                        + " is no jar: "
                        + EntryName.visible(String.valueOf(e.getMessage())),
                e);
    }
}
