package cloud.atek.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Passes TCP connections on to a unix socket: one thread that accepts, two for each connection.
///
/// It runs before the service and beside it, so it loads nothing that the JDK has not loaded
/// anyway: platform threads with small stacks, no logging, nothing of our own packages.
final class Relay implements Runnable {

    private static final int PIECE_BYTES = 16 << 10;
    private static final long STACK_BYTES = 128 << 10;

    private final ServerSocketChannel from;
    private final UnixDomainSocketAddress to;

    private Relay(ServerSocketChannel from, UnixDomainSocketAddress to) {
        this.from = from;
        this.to = to;
    }

    /// Listens on the loopback; where that fails, says so in one line and does nothing.
    static void start(String port, String socket) {
        try {
            var from = ServerSocketChannel.open();
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            from.bind(new InetSocketAddress(loopback, Integer.parseInt(port)));
            daemon(new Relay(from, UnixDomainSocketAddress.of(socket)), "relay");
        } catch (IOException | RuntimeException e) {
            System.err.println("no relay on 127.0.0.1:" + port + ": " + e.getMessage());
        }
    }

    private static void daemon(Runnable task, String name) {
        var thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        while (from.isOpen()) {
            try {
                join(from.accept());
            } catch (IOException e) {
                pause();
            }
        }
    }

    /// Too few file descriptors: some come back.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join(SocketChannel one) {
        try {
            SocketChannel other = SocketChannel.open(to);
            var pair = new Pair(one, other);
            daemon(new Copy(pair, one, other), "relay-out");
            daemon(new Copy(pair, other, one), "relay-in");
        } catch (IOException e) {
            close(one);
        }
    }

    private static void close(SocketChannel one) {
        try {
            one.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }

    /// The two ends of a connection; closed when both directions ended. Thread-safe.
    private static final class Pair {
        private final SocketChannel one;
        private final SocketChannel other;
        private int ended;

        Pair(SocketChannel one, SocketChannel other) {
            this.one = one;
            this.other = other;
        }

        synchronized void end(boolean failed) {
            ended++;
            if (failed || ended == 2) {
                close(one);
                close(other);
            }
        }
    }

    /// One direction. Its end is passed on; a failure ends both.
    private record Copy(Pair pair, SocketChannel in, SocketChannel out) implements Runnable {
        @Override
        public void run() {
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
            boolean failed = true;
            try {
                while (in.read(piece) >= 0) {
                    piece.flip();
                    while (piece.hasRemaining()) {
                        out.write(piece);
                    }
                    piece.clear();
                }
                out.shutdownOutput();
                failed = false;
            } catch (IOException e) {
                // The other end is told by the close.
            } finally {
                pair.end(failed);
            }
        }
    }
}
