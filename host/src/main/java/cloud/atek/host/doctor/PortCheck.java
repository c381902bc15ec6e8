package cloud.atek.host.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether the host can have its port, or has it.
///
/// @param runningPid the host of the data folder; 0 when there is none
record PortCheck(int port, long runningPid) {

    /// Below it, only root may listen.
    private static final int PRIVILEGED_MAX = 1023;

    Finding finding() {
        if (runningPid > 0) {
            return Finding.ok("Port", "%d is Atek's, process %d".formatted(port, runningPid));
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return Finding.ok("Port", port + " is free");
        } catch (IOException e) {
            return port <= PRIVILEGED_MAX && Listener.ownerOf(port).isEmpty()
                    ? Finding.broken(
                            "Port",
                            port + " is for root only",
                            "sudo sysctl -w net.ipv4.ip_unprivileged_port_start=" + port)
                    : Finding.broken(
                            "Port",
                            port + " is taken by another program",
                            "name another with --port, or see who has it: ss -ltnp");
        }
    }
}
