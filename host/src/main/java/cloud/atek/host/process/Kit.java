package cloud.atek.host.process;

import java.nio.file.Path;
import java.util.List;

/// What every service gets along: the code that keeps `127.0.0.1:$ATEK_HOST_PORT` working inside.
///
/// @param jars put before the service's own class path; none where `javaMain` is empty
/// @param javaMain the class that starts the relay, then the class named by its first argument;
///   empty starts the service's main class at once
/// @param nodeRelay the same for Node, a script that is required first
public record Kit(List<Path> jars, String javaMain, Path nodeRelay) {

    public static final String LAUNCH = "cloud.atek.kit.Launch";

    public Kit {
        jars = List.copyOf(jars);
    }
}
