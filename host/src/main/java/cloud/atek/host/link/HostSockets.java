package cloud.atek.host.link;

import cloud.atek.host.gateway.Gateway;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// Opens host sockets. Thread-safe.
public final class HostSockets {

    private final Gateway gateway;
    private final HttpClient http;
    private final Clock clock;

    public HostSockets(Gateway gateway, HttpClient http, Clock clock) {
        this.gateway = gateway;
        this.http = http;
        this.clock = clock;
    }

    /// @throws IOException when the socket cannot be made
    /// @throws IllegalArgumentException when its path is too long for a socket
    public HostSocket open(Path at, HostSocket.Identity identity) throws IOException {
        return HostSocket.open(new SocketPath(at), identity, gateway, http, clock);
    }
}
