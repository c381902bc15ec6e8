package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.HostConfig;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What a data folder tells about the host that uses it. Everything is read when asked for, and
/// nothing is written.
///
/// @param dir absolute
record HostFolder(Path dir) {

    /// While a host runs, this file holds its process id and port.
    static final String LOCK = "atek.lock";

    static Path defaultDir() {
        return Path.of(System.getProperty("user.home", "."), ".atek");
    }

    /// The process that the lock file names, while it lives. A killed host leaves the file behind.
    Optional<Running> running() {
        try {
            JsonNode lock = MessageCodec.JSON.readTree(Files.readAllBytes(dir.resolve(LOCK)));
            long pid = lock.path("pid").asLong();
            boolean alive = pid > 0 && ProcessHandle.of(pid).isPresent();
            return alive
                    ? Optional.of(new Running(pid, lock.path("port").asInt()))
                    : Optional.empty();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// @param port 0 while the host is still on its way up
    record Running(long pid, int port) {}

    HostConfig config() {
        try {
            return ConfigFile.in(dir).read();
        } catch (BadConfigException e) {
            throw new CommandFailedException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// What `config.json` says, good or bad: a bad edit does not cut off who wants to look at the
    /// running host.
    ObjectNode rough() {
        try {
            return ConfigFile.in(dir).rough();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The name under which the host is called.
    String domain() {
        return rough().path("domain").asText(HostConfig.DEFAULT.domain());
    }

    /// The token by which the host knows its own command line.
    ///
    /// @throws CommandFailedException when there is none, for then no host ever ran here
    String token() {
        String token = rough().path("systemAuthTokens").path(0).asText();
        return token.isEmpty() ? tokenOfAGoodFile() : token;
    }

    private String tokenOfAGoodFile() {
        return config().systemAuthTokens().stream()
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailedException(
                                ExitCode.NOT_RUNNING,
                                "Atek has never run with the data folder %s: start it with `atek up`, or name its folder with --configDir."
                                        .formatted(dir)));
    }

    private CommandFailedException unreadable(IOException e) {
        return e instanceof AccessDeniedException
                ? new CommandFailedException(
                        ExitCode.REFUSED,
                        "%s belongs to somebody else: run this as the user who runs Atek."
                                .formatted(dir),
                        e)
                : new CommandFailedException(
                        ExitCode.FAILED,
                        "The data folder %s cannot be read: %s.".formatted(dir, e.getMessage()),
                        e);
    }
}
