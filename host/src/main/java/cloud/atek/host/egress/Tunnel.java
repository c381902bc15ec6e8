package cloud.atek.host.egress;

import cloud.atek.api.permissions.HostPort;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a program into the network, from the moment it is wanted. Thread-safe; any
/// thread may end it.
final class Tunnel implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(Tunnel.class);

    private final HostPort to;
    private final Policy policy;
    private final Consumer<Tunnel> whenClosed;
    private boolean closed;
    private @Nullable SocketChannel channel;

    /// @param whenClosed told once
    Tunnel(HostPort to, Policy policy, Consumer<Tunnel> whenClosed) {
        this.to = to;
        this.policy = policy;
        this.whenClosed = whenClosed;
    }

    HostPort to() {
        return to;
    }

    /// From now on this goes by `there`, unless it has ended meanwhile.
    ///
    /// @return whether it goes on
    synchronized boolean connected(SocketChannel there) {
        if (closed) {
            close(there);
            return false;
        }
        channel = there;
        policy.connected(to);
        return true;
    }

    InputStream sending(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int came = super.read(bytes, offset, length);
                policy.passes(to, Math.max(0, came), 0);
                return came;
            }
        };
    }

    OutputStream sending(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                policy.passes(to, length, 0);
                out.write(bytes, offset, length);
            }
        };
    }

    /// Closing what comes back closes this.
    InputStream receiving(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int came = super.read(bytes, offset, length);
                policy.passes(to, 0, Math.max(0, came));
                return came;
            }

            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    Tunnel.this.close();
                }
            }
        };
    }

    @Override
    public void close() {
        SocketChannel open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = channel;
        }
        if (open != null) {
            close(open);
            policy.ended(to);
        }
        whenClosed.accept(this);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("a connection did not close", e);
        }
    }
}
