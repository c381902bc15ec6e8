package cloud.atek.host.edge;

import cloud.atek.wire.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection that left HTTP and now carries bytes to and from a service, on one virtual
/// thread for each direction. A direction that ends is ended at the other side; when both have
/// ended or one fails, everything is closed.
final class JoinedConnection extends AbstractConnection implements Connection.UpgradeTo {

    private static final Logger log = LoggerFactory.getLogger(JoinedConnection.class);

    private final Duplex service;
    private final AtomicInteger directions = new AtomicInteger(2);
    private ByteBuffer early = ByteBuffer.allocate(0);

    JoinedConnection(EndPoint client, Executor executor, Duplex service) {
        super(client, executor);
        this.service = service;
    }

    /// What the client sent right behind its request.
    @Override
    public void onUpgradeTo(ByteBuffer prefilled) {
        early = ByteBuffer.allocate(prefilled.remaining()).put(prefilled).flip();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(Limits.TUNNEL_IDLE.toMillis());
        Thread.ofVirtual().name("tunnel-up").start(() -> run(this::up));
        Thread.ofVirtual().name("tunnel-down").start(() -> run(this::down));
    }

    private interface Direction {
        void carry() throws IOException;
    }

    private void run(Direction direction) {
        try {
            direction.carry();
            if (directions.decrementAndGet() == 0) {
                close();
            }
        } catch (IOException | RuntimeException e) {
            log.debug("a tunnel broke", e);
            close();
        }
    }

    private void up() throws IOException {
        service.out().write(early.array(), 0, early.limit());
        var piece = new byte[Limits.COPY_BYTES];
        for (int came = fill(piece); came >= 0; came = fill(piece)) {
            service.out().write(piece, 0, came);
        }
        service.closeOutput();
    }

    private int fill(byte[] piece) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(piece).limit(0);
        while (true) {
            // Jetty fills behind the limit.
            int came = getEndPoint().fill(buffer);
            if (came != 0) {
                return came;
            }
            try (Blocker.Callback readable = Blocker.callback()) {
                fillInterested(readable);
                readable.block();
            }
        }
    }

    private void down() throws IOException {
        var piece = new byte[Limits.COPY_BYTES];
        for (int came = read(piece); came >= 0; came = read(piece)) {
            try (Blocker.Callback written = Blocker.callback()) {
                getEndPoint().write(written, ByteBuffer.wrap(piece, 0, came));
                written.block();
            }
        }
        getEndPoint().shutdownOutput();
    }

    private int read(byte[] piece) throws IOException {
        return service.in().read(piece);
    }

    /// Not used: a thread of its own reads.
    @Override
    public void onFillable() {}

    @Override
    public void close() {
        super.close();
        closeService();
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        closeService();
    }

    private void closeService() {
        try {
            service.close();
        } catch (IOException e) {
            log.debug("closing a tunnel failed", e);
        }
    }
}
