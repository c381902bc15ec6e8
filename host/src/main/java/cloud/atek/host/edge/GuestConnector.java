package cloud.atek.host.edge;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Listens, and lets in whom [Guests] have room for. Thread-safe.
final class GuestConnector extends ServerConnector {

    private final Guests guests;

    GuestConnector(Server server, Guests guests, List<ConnectionFactory> speaks) {
        super(server, 1, 1, speaks.toArray(ConnectionFactory[]::new));
        this.guests = guests;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (!(getTransport() instanceof ServerSocketChannel listening) || !listening.isOpen()) {
            return;
        }
        SocketChannel channel = listening.accept();
        if (!guests.makeRoomFor(channel)) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        getSelectorManager().accept(channel);
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        guests.came(endPoint);
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        guests.left(endPoint);
        super.onEndPointClosed(endPoint);
    }
}
