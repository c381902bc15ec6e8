package cloud.atek.host.link;

import cloud.atek.host.gateway.Gateway;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// Opens host sockets. Thread-safe.
public final class HostSockets {

    private final Within within;

    /// What all of them lead to.
    record Within(Gateway gateway, HttpClient http, Clock clock) {}

    public HostSockets(Gateway gateway, HttpClient http, Clock clock) {
        this.within = new Within(gateway, http, clock);
    }

    /// @param wayOut answers what the service asks of a proxy
    /// @throws IOException when the socket cannot be made
    /// @throws IllegalArgumentException when its path is too long for a socket
    public HostSocket open(Path at, HostSocket.Identity identity, HttpServer.Handler wayOut)
            throws IOException {
        return HostSocket.open(new SocketPath(at), identity, wayOut, within);
    }
}
