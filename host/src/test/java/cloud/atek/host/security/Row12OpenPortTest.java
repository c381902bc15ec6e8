package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A service listens on TCP, so that the network reaches it past the gateway. Nothing but the ports
/// of the host itself is open, and the sockets of services are files that only the host's user can
/// reach.
@ExtendWith(Hostile.Given.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row12OpenPortTest {

    /// The state of a listening socket in `/proc/net/tcp`.
    private static final String LISTENS = "0A";

    private static final String LISTENER =
            """
            const http = require('http');
            const tcp = require('net').createServer((socket) => socket.end('inside'));
            tcp.listen(0, '0.0.0.0', () => {
              const { port } = tcp.address();
              http.createServer((request, answer) => {
                answer.setHeader('Content-Type', 'application/json');
                answer.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: port }));
              }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            });
            """;

    private TestHost host;
    private int port;

    @BeforeAll
    void listen(Hostile given, @TempDir Path dir) throws Exception {
        host = given.host();
        Path folder = Files.createDirectories(dir.resolve("listener"));
        Files.writeString(folder.resolve("index.js"), LISTENER);
        Files.writeString(
                folder.resolve("atek.json"),
                "{\"runtime\": \"node\", \"exports\": [{\"api\": \"example.com/listener\"}]}");
        var install = Map.of("sourceUrl", "file://" + folder, "id", "listener");
        assertThat(host.call("atek.cloud/services-api", "install", install).has("result")).isTrue();
        NodeService.of(host, "listener").until("running");
        port = host.call("example.com/listener", "port").path("result").asInt();
        assertThat(port).isPositive();
    }

    @Test
    void theHostAndItsServicesListenOnThePortsOfTheHostAlone() throws IOException {
        var own = new HashSet<>(sockets(ProcessHandle.of(host.pid()).orElseThrow()));
        host.children().forEach(child -> own.addAll(sockets(child)));

        var open = new TreeSet<Integer>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTENS) && own.contains(fields[9])) {
                    open.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                }
            }
        }

        assertThat(open).containsExactlyInAnyOrder(host.port(), host.securePort());
    }

    @Test
    void whereAServiceListensNobodyIsHeard() throws IOException {
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : card.inetAddresses().toList()) {
                assertThatThrownBy(() -> answer(address))
                        .as("%s", address)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theSocketsOfServicesAreTheHostsUsersAlone() throws IOException {
        Path run = host.home().resolve("run");
        assertThat(permissions(run)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.walk(run)) {
            assertThat(files.filter(file -> file.toString().endsWith(".sock")))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(socket ->
                            assertThat(permissions(socket.resolveSibling("")))
                                    .isEqualTo("rwx------"));
        }
    }

    private byte[] answer(InetAddress address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            socket.setSoTimeout(2_000);
            return socket.getInputStream().readNBytes(6);
        }
    }

    /// The numbers of the sockets that a process holds.
    private static Set<String> sockets(ProcessHandle process) {
        var sockets = new HashSet<String>();
        try (Stream<Path> open = Files.list(Path.of("/proc", process.pid() + "", "fd"))) {
            for (Path descriptor : open.toList()) {
                String leads = Files.readSymbolicLink(descriptor).toString();
                if (leads.startsWith("socket:[")) {
                    sockets.add(leads.substring("socket:[".length(), leads.length() - 1));
                }
            }
        } catch (IOException e) {
            // It ended, or closed what was listed.
        }
        return sockets;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
