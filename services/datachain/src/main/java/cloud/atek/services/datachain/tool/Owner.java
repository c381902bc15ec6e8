package cloud.atek.services.datachain.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whose the files are that a tool makes. Root runs the tools on the data of services, which are
/// users of the system of their own and could not open files of root.
final class Owner {

    private static final String USER = "unix:uid";
    private static final List<String> OWNERS = List.of(USER, "unix:gid");
    private static final int ROOT = 0;

    private Owner() {}

    /// Gives `folder` and all that is in it to whom the folder around it belongs, itself last. Who
    /// is not root makes files of his own alone, and changes nothing.
    static void asAround(Path folder) throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), USER).equals(ROOT);
        if (!root || Files.notExists(folder)) {
            return;
        }
        Path around = folder.toAbsolutePath().normalize().getParent();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                for (String owner : OWNERS) {
                    give(path, owner, Files.getAttribute(around, owner));
                }
            }
        }
    }

    private static void give(Path path, String owner, Object to) throws IOException {
        if (!Files.getAttribute(path, owner, LinkOption.NOFOLLOW_LINKS).equals(to)) {
            Files.setAttribute(path, owner, to, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
