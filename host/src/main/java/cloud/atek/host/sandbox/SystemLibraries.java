package cloud.atek.host.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The shared libraries of this machine, as options for bubblewrap: what the dynamic linker needs
/// to start a JVM, Node or `prlimit`, and no folder that holds a shell.
final class SystemLibraries {

    private final Architecture architecture;

    SystemLibraries(Architecture architecture) {
        this.architecture = architecture;
    }

    List<String> options() throws IOException {
        var options = new ArrayList<String>();
        for (String place : places()) {
            Path path = Path.of(place);
            if (Files.isSymbolicLink(path) && !place.endsWith(".1")) {
                options.addAll(
                        List.of("--symlink", Files.readSymbolicLink(path).toString(), place));
            } else if (Files.exists(path)) {
                options.addAll(List.of("--ro-bind", place, place));
            }
        }
        return options;
    }

    /// Merged systems have `/lib` as a link, older ones as a folder; Fedora has no triplet folders.
    private List<String> places() {
        String triplet = architecture.triplet();
        var places =
                new ArrayList<>(
                        List.of(
                                "/usr/lib/" + triplet,
                                "/usr/lib64",
                                "/lib64",
                                "/usr/lib/locale/C.utf8"));
        if (Files.isSymbolicLink(Path.of("/lib"))) {
            places.add("/lib");
            places.add("/usr/lib/ld-linux-aarch64.so.1");
        } else {
            places.add("/lib/" + triplet);
            places.add("/lib/ld-linux-aarch64.so.1");
        }
        return places;
    }
}
