package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a user names as the source of a service, as the URL that the host takes. The host runs in
/// another folder than the user, so a path is made absolute here.
final class Source {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    /// `user@host:path`, which Git takes for SSH; the host says what it thinks of it.
    private static final Pattern SSH = Pattern.compile("[^/]+:.*");

    private Source() {}

    /// A URL as it is; a folder as `file://…`; a Git repository on this machine as `git+file://…`.
    ///
    /// @throws CommandFailedException when there is no such folder
    static String url(String named) {
        if (URL.matcher(named).matches()) {
            return named;
        }
        Path path = Path.of(named);
        if (!Files.isDirectory(path)) {
            if (SSH.matcher(named).matches()) {
                return named;
            }
            throw new CommandFailedException(
                    "There is no folder " + path.toAbsolutePath().normalize() + ".");
        }
        String url = path.toAbsolutePath().normalize().toUri().toString().replaceFirst("/$", "");
        return isRepository(path) ? "git+" + url : url;
    }

    /// A clone with its files beside is a folder to work in, and is run in place.
    private static boolean isRepository(Path path) {
        return path.toAbsolutePath().normalize().toString().endsWith(".git")
                || (Files.isRegularFile(path.resolve("HEAD"))
                        && Files.isDirectory(path.resolve("objects"))
                        && Files.isDirectory(path.resolve("refs")));
    }
}
