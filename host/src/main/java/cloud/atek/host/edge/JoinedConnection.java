package cloud.atek.host.edge;

import static java.util.Objects.requireNonNullElse;

import cloud.atek.wire.Duplex;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
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
            write(ByteBuffer.wrap(piece, 0, came));
        }
        getEndPoint().shutdownOutput();
    }

    /// Blocks as long as the client takes some of it now and then.
    private void write(ByteBuffer piece) throws IOException {
        var written = new Callback.Completable();
        getEndPoint().write(written, piece);
        try {
            written.get(Limits.TUNNEL_STALLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the client does not read", e);
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a client was written to");
        }
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
