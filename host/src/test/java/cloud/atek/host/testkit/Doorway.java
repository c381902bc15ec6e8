package cloud.atek.host.testkit;

import cloud.atek.wire.Duplex;
import cloud.atek.wire.Pump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Lets this process reach a port of 127.0.0.1 in a house, as the same port here: through a unix
/// socket, for files do not belong to any network.
final class Doorway {

    private static final String RELAY =
            """
            const net = require('net')
            net.createServer({ allowHalfOpen: true }, one => {
              const other = net.connect({ port: +process.argv[2], host: '127.0.0.1', allowHalfOpen: true })
              one.on('error', () => other.destroy())
              other.on('error', () => one.destroy())
              one.pipe(other)
              other.pipe(one)
            }).listen(process.argv[1])
            """;

    private Doorway() {}

    /// @param dir an empty folder with a short path
    /// @return a port that is free in the house
    static int open(Island island, Path dir) throws IOException {
        ServerSocketChannel here = ServerSocketChannel.open();
        here.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) here.getLocalAddress()).getPort();
        Path socket = dir.resolve("s");
        island.startInHouse(
                dir.resolve("out"), "node", "-e", RELAY, socket.toString(), String.valueOf(port));
        island.closing(here);
        Thread.ofVirtual().start(() -> accept(here, socket));
        return port;
    }

    private static void accept(ServerSocketChannel here, Path socket) {
        try (here) {
            while (true) {
                SocketChannel one = here.accept();
                Thread.ofVirtual().start(() -> join(one, socket));
            }
        } catch (IOException e) {
            // The island is closed.
        }
    }

    private static void join(SocketChannel one, Path socket) {
        try (one;
                SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Pump.join(Duplex.of(one), Duplex.of(other), Pump.FOREVER);
        } catch (IOException e) {
            // The house is gone.
        }
    }
}
