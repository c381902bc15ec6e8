package cloud.atek.earthstar.sync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A TCP port in front of a unix socket, for who cannot call that.
final class TcpRelay implements AutoCloseable {

    private final ServerSocket port;

    TcpRelay(Path to) throws IOException {
        this.port = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(to));
    }

    String url() {
        return "http://127.0.0.1:" + port.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        port.close();
    }

    private void accept(Path to) {
        while (!port.isClosed()) {
            try {
                Socket caller = port.accept();
                Thread.ofVirtual().start(() -> join(caller, to));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void join(Socket caller, Path to) {
        try (caller;
                SocketChannel behind = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            behind.connect(UnixDomainSocketAddress.of(to));
            Thread back =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (caller) {
                                    Channels.newInputStream(behind)
                                            .transferTo(caller.getOutputStream());
                                } catch (IOException e) {
                                    // The caller is gone.
                                }
                            });
            caller.getInputStream().transferTo(Channels.newOutputStream(behind));
            behind.shutdownOutput();
            back.join();
        } catch (IOException e) {
            // One of both is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
