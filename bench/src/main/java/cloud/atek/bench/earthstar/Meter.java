package cloud.atek.bench.earthstar;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between two that speak and counts what goes either way.
final class Meter implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocketChannel entrance;
    private final SocketAddress behind;
    private final AtomicLong bytes = new AtomicLong();

    private Meter(ServerSocketChannel entrance, SocketAddress behind) {
        this.entrance = entrance;
        this.behind = behind;
    }

    /// @param at where it listens: a unix socket, or a port, where 0 asks for a free one
    static Meter start(SocketAddress at, SocketAddress behind) throws IOException {
        ServerSocketChannel entrance =
                at instanceof UnixDomainSocketAddress
                        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        entrance.bind(at);
        var meter = new Meter(entrance, behind);
        Thread.ofVirtual().start(meter::accept);
        return meter;
    }

    SocketAddress at() throws IOException {
        return entrance.getLocalAddress();
    }

    /// How many bytes there were since the last time.
    long taken() {
        return bytes.getAndSet(0);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel caller = entrance.accept();
                Thread.ofVirtual().start(() -> join(caller));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void join(SocketChannel caller) {
        try (caller;
                var server = SocketChannel.open(behind)) {
            Thread back = Thread.ofVirtual().start(() -> copy(server, caller));
            copy(caller, server);
            back.join();
        } catch (IOException e) {
            // One of both is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                bytes.addAndGet(buffer.remaining());
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of both is gone.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
