package cloud.atek.host.install;

import java.nio.file.Path;
import java.util.List;

/// What Java packages are compiled with.
///
/// @param jdk the home of a JDK 25 or newer, with `bin/javac`
/// @param kitJars the kit and all that it needs: what a service may use without shipping it
public record Toolchain(Path jdk, List<Path> kitJars) {

    public Toolchain {
        kitJars = List.copyOf(kitJars);
    }
}
