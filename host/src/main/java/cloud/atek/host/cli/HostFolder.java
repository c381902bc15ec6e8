package cloud.atek.host.cli;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// What a data folder tells about the host that uses it. Everything is read when asked for, and
/// nothing is written.
record HostFolder(Path dir) {

    static final int PORT_DEFAULT = 8080;
    static final String DOMAIN_DEFAULT = "localhost";

    static Path defaultDir() {
        return Path.of(System.getProperty("user.home", "."), ".atek");
    }

    /// The process that the lock file names, while it lives. A killed host leaves the file behind.
    Optional<Running> running() {
        JsonNode lock = read("atek.lock");
        long pid = lock.path("pid").asLong(-1);
        int port = lock.path("port").asInt(0);
        boolean alive = pid > 0 && ProcessHandle.of(pid).isPresent();
        return alive ? Optional.of(new Running(pid, port)) : Optional.empty();
    }

    /// @param port 0 while the host is still on its way up
    record Running(long pid, int port) {}

    /// The port that the settings name, whether or not somebody listens there.
    OptionalInt port() {
        int port = read("config.json").path("port").asInt(0);
        return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    String domain() {
        return read("config.json").path("domain").asText(DOMAIN_DEFAULT);
    }

    /// The token by which the host knows its own command line.
    ///
    /// @throws CommandFailedException when there is none to be read
    String token() {
        String token = read("config.json").path("systemAuthTokens").path(0).asText("");
        if (!token.matches("[0-9A-Za-z._~+/=-]+")) {
            throw new CommandFailedException(
                    ExitCode.NOT_RUNNING,
                    dir
                            + " holds no data of Atek: start it with `atek up`, or name its folder"
                            + " with --configDir.");
        }
        return token;
    }

    private JsonNode read(String file) {
        Path path = dir.resolve(file);
        try {
            byte[] json = Files.readAllBytes(path);
            return json.length == 0 ? MissingNode.getInstance() : MessageCodec.JSON.readTree(json);
        } catch (NoSuchFileException e) {
            return MissingNode.getInstance();
        } catch (AccessDeniedException e) {
            throw new CommandFailedException(
                    ExitCode.REFUSED,
                    path + " belongs to somebody else: run this as the user who runs Atek.",
                    e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
