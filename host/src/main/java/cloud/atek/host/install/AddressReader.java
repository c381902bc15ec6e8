package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.install.Source.Folder;
import cloud.atek.host.install.Source.GitRepository;
import cloud.atek.host.install.Source.Reach;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the text of an address: an allow-list of shapes, nothing else.
final class AddressReader {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    private static final Pattern ENCODED_CONTROL = Pattern.compile("%(?:[01]\\p{XDigit}|7[fF])");
    private static final String WANTED =
            "want the https:// address of a Git repository, or, from an admin, an absolute path"
                    + " or a file:// or git+file:// address on this machine";

    private AddressReader() {}

    static Source read(String text, boolean admin) throws RefusedException {
        requirePlain(text);
        if (text.startsWith("/")) {
            return local(path(text), text, admin);
        }
        var scheme = SCHEME.matcher(text);
        String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
        return switch (name) {
            case "https" -> web(uri(text), admin);
            case "http" -> web(loopback(uri(text), admin), admin);
            case "file" -> local(filePath(uri(text)), text, admin);
            case "git+file" -> repository(filePath(uri(text)), admin);
            case "" -> throw new RefusedException("That is no address: " + WANTED + ".");
            default ->
                    throw new RefusedException(
                            name + " addresses cannot be installed: " + WANTED + ".");
        };
    }

    private static void requirePlain(String text) throws RefusedException {
        if (text.isBlank()) {
            throw new RefusedException("The address is empty: " + WANTED + ".");
        }
        if (text.getBytes(UTF_8).length > PackageLimits.URL_BYTES_MAX) {
            throw new RefusedException(
                    "The address is too long: want at most "
                            + PackageLimits.URL_BYTES_MAX
                            + " bytes, got "
                            + text.getBytes(UTF_8).length
                            + ".");
        }
        if (text.startsWith("-")) {
            throw new RefusedException("An address cannot begin with \"-\": " + WANTED + ".");
        }
        if (EntryName.hasHiddenCharacter(text)) {
            throw new RefusedException("The address has a control character in it.");
        }
    }

    private static URI uri(String text) throws RefusedException {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new RefusedException("That address cannot be read: " + WANTED + ".", e);
        }
        if (uri.isOpaque() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new RefusedException(
                    "The address has a part that a repository cannot have (\"?\" or \"#\"): "
                            + WANTED
                            + ".");
        }
        if (ENCODED_CONTROL.matcher(text).find()) {
            throw new RefusedException("The address has a control character in it.");
        }
        return uri;
    }

    private static Source web(URI uri, boolean admin) throws RefusedException {
        if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw new RefusedException(
                    "The address has a user name or password in it: only repositories that"
                            + " everyone may read can be installed.");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new RefusedException("The address names no computer: " + WANTED + ".");
        }
        if (uri.getPath().replace("/", "").isEmpty()) {
            throw new RefusedException(
                    "The address names no repository, only the computer " + uri.getHost() + ".");
        }
        return new GitRepository(uri.normalize(), admin ? Reach.ANY : Reach.PUBLIC);
    }

    private static URI loopback(URI uri, boolean admin) throws RefusedException {
        if (!admin || uri.getHost() == null || !LOOPBACK.contains(uri.getHost())) {
            throw new RefusedException(
                    "http:// is not encrypted, so anyone on the way could change the program:"
                            + " use https://.");
        }
        return uri;
    }

    private static Source local(Path path, String text, boolean admin) throws RefusedException {
        if (path.toString().endsWith(".git")) {
            return repository(path, admin);
        }
        requireAdmin(admin);
        if (path.getNameCount() == 0) {
            throw new RefusedException(text + " is the whole disk: want a folder in it.");
        }
        return new Folder(path);
    }

    private static Source repository(Path path, boolean admin) throws RefusedException {
        requireAdmin(admin);
        String raw = path.toUri().getRawPath().replaceFirst("(?<=.)/$", "");
        return new GitRepository(URI.create("git+file://" + raw), Reach.DISK);
    }

    private static void requireAdmin(boolean admin) throws RefusedException {
        if (!admin) {
            throw new RefusedException(
                    "Only admins can install from this machine's disk: use the https://"
                            + " address of a Git repository.");
        }
    }

    private static Path filePath(URI uri) throws RefusedException {
        String host = uri.getRawAuthority();
        if (host != null && !host.isEmpty() && !host.equals("localhost")) {
            throw new RefusedException(
                    "\"" + host + "\" is not this machine: want file:///an/absolute/path.");
        }
        return path(uri.getPath() == null ? "" : uri.getPath());
    }

    private static Path path(String text) throws RefusedException {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new RefusedException("That path cannot be read: want an absolute path.", e);
        }
        throw new RefusedException("\"" + text + "\" is no absolute path.");
    }
}
