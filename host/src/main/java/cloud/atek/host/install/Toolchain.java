package cloud.atek.host.install;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What packages are built with.
///
/// @param jdk the home of a JDK 25 or newer, with `bin/javac`
/// @param kitJars the kit and all that it needs: what a service may use without shipping it
/// @param tools what fetches dependencies; `null` where nothing is to be fetched
public record Toolchain(Path jdk, List<Path> kitJars, @Nullable BuildTools tools) {

    public Toolchain {
        kitJars = List.copyOf(kitJars);
    }

    public Toolchain(Path jdk, List<Path> kitJars) {
        this(jdk, kitJars, null);
    }
}
