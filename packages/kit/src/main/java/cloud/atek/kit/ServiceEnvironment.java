package cloud.atek.kit;

import cloud.atek.api.ServiceKey;
import cloud.atek.wire.SocketPath;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the host tells a service when it starts it, by environment variables.
///
/// @param socket `ATEK_ASSIGNED_SOCKET_FILE`: where the service listens
/// @param key `ATEK_ASSIGNED_SERVICE_KEY`: who the service is
/// @param hostPort `ATEK_HOST_PORT`: TCP port of the host on 127.0.0.1, 1 to 65535
/// @param token `ATEK_HOST_BEARER_TOKEN`: what the service shows to the host; never printed
/// @param hostSocket `ATEK_HOST_SOCKET_FILE`: the host's socket for this service, where it has one
/// @param data `ATEK_DATA_DIR`: the folder the service may write; the current one unless given
public record ServiceEnvironment(
        SocketPath socket,
        ServiceKey key,
        int hostPort,
        String token,
        @Nullable SocketPath hostSocket,
        Path data) {

    public ServiceEnvironment {
        if (hostPort < 1 || hostPort > 65_535) {
            throw new IllegalArgumentException(
                    "ATEK_HOST_PORT is " + hostPort + ": want 1 to 65535");
        }
    }

    /// Of this process.
    ///
    /// @throws IllegalArgumentException when a variable is missing or bad; the message names it
    public static ServiceEnvironment current() {
        return of(System.getenv());
    }

    /// @throws IllegalArgumentException when a variable is missing or bad; the message names it
    public static ServiceEnvironment of(Map<String, String> variables) {
        String hostSocket = variables.get("ATEK_HOST_SOCKET_FILE");
        return new ServiceEnvironment(
                SocketPath.of(need(variables, "ATEK_ASSIGNED_SOCKET_FILE")),
                new ServiceKey(need(variables, "ATEK_ASSIGNED_SERVICE_KEY")),
                port(need(variables, "ATEK_HOST_PORT")),
                need(variables, "ATEK_HOST_BEARER_TOKEN"),
                hostSocket == null || hostSocket.isEmpty() ? null : SocketPath.of(hostSocket),
                Path.of(variables.getOrDefault("ATEK_DATA_DIR", "")).toAbsolutePath());
    }

    private static String need(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " is not set: start this program as a service of an Atek host");
        }
        return value;
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "ATEK_HOST_PORT is \"" + value + "\": want a number", e);
        }
    }

    /// Without the token.
    @Override
    public String toString() {
        return "ServiceEnvironment[" + key + " on " + socket + "]";
    }
}
