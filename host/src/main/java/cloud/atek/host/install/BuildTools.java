package cloud.atek.host.install;

import cloud.atek.host.process.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tools of this machine that fetch what packages need, as far as they are installed.
///
/// @param runtimes the JDK and Node that they run on
/// @param npm the script that Node runs, `npm-cli.js`
/// @param maven the home of Maven, with `boot` and `lib`
/// @param relay the script by which a Node process reaches a unix socket as a port
public record BuildTools(Runtimes runtimes, @Nullable Path npm, @Nullable Path maven, Path relay) {

    public static BuildTools ofThisMachine(Path relay) {
        return new BuildTools(
                Runtimes.ofThisMachine(),
                first(
                        "/usr/lib/node_modules/npm/bin/npm-cli.js",
                        "/usr/local/lib/node_modules/npm/bin/npm-cli.js",
                        "/opt/node/lib/node_modules/npm/bin/npm-cli.js",
                        "/usr/share/nodejs/npm/bin/npm-cli.js"),
                first("/usr/share/maven", "/opt/maven", "/usr/local/share/maven"),
                relay);
    }

    private static @Nullable Path first(String... places) {
        return Stream.of(places).map(Path::of).filter(Files::exists).findFirst().orElse(null);
    }
}
