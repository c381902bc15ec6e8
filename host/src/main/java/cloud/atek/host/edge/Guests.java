package cloud.atek.host.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The connections that are open. One that asks for nothing is a guest who waits: he leaves after a
/// while, and at once when somebody else needs the room, the longest waiting first. So who opens
/// thousands and says nothing, or a byte now and then, keeps nobody out. Thread-safe.
final class Guests implements AutoCloseable {

    /// How often it is looked who waited for too long.
    private static final long LOOK_EVERY_MS = 1000;

    private final Map<EndPoint, Guest> guests = new ConcurrentHashMap<>();
    private volatile @Nullable Thread watcher;

    /// One connection. Thread-safe.
    private static final class Guest {

        final EndPoint endPoint;
        final @Nullable InetAddress address;
        final AtomicInteger asking = new AtomicInteger();
        volatile long waitsSince = System.nanoTime();
        volatile long patience = Limits.HEAD_WITHIN.toNanos();

        Guest(EndPoint endPoint) {
            this.endPoint = endPoint;
            this.address = address(endPoint.getRemoteSocketAddress());
        }

        boolean waits() {
            return asking.get() == 0;
        }

        boolean waitedTooLong(long now) {
            return waits() && now - waitsSince > patience;
        }

        void asks() {
            asking.incrementAndGet();
        }

        void isAnswered() {
            waitsSince = System.nanoTime();
            patience = Limits.CONNECTION_IDLE.plus(Limits.HEAD_WITHIN).toNanos();
            asking.decrementAndGet();
        }
    }

    void start() {
        watcher = Thread.ofVirtual().name("edge-guests").start(this::look);
    }

    private void look() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
            long now = System.nanoTime();
            guests.values().stream().filter(guest -> guest.waitedTooLong(now)).forEach(this::leave);
        }
    }

    /// Sends somebody away for who is at the door now, if need be.
    ///
    /// @return false when there is no room for him
    boolean makeRoomFor(SocketChannel channel) throws IOException {
        InetAddress from = address(channel.getRemoteAddress());
        // Behind a proxy on this machine stand many.
        if (from != null && !from.isLoopbackAddress()) {
            Predicate<Guest> same = guest -> from.equals(guest.address);
            long there = guests.values().stream().filter(same).count();
            if (there >= Limits.CONNECTIONS_OF_ONE_ADDRESS_MAX && !sendAway(same)) {
                return false;
            }
        }
        return guests.size() < Limits.CONNECTIONS_MAX || sendAway(_ -> true);
    }

    private boolean sendAway(Predicate<Guest> which) {
        var longest =
                guests.values().stream()
                        .filter(Guest::waits)
                        .filter(which)
                        .min(Comparator.comparingLong(guest -> guest.waitsSince));
        longest.ifPresent(this::leave);
        return longest.isPresent();
    }

    private void leave(Guest guest) {
        guests.remove(guest.endPoint);
        guest.endPoint.close();
    }

    void came(EndPoint endPoint) {
        guests.put(endPoint, new Guest(endPoint));
    }

    void left(EndPoint endPoint) {
        guests.remove(endPoint);
    }

    /// The guest asks for something, and waits no more until he is answered. One whose connection
    /// became a WebSocket never waits again.
    void ask(Request request, Predicate<Request> joined) {
        Guest guest =
                guests.get(lowest(request.getConnectionMetaData().getConnection().getEndPoint()));
        if (guest != null) {
            guest.asks();
            Request.addCompletionListener(
                    request,
                    _ -> {
                        if (!joined.test(request)) {
                            guest.isAnswered();
                        }
                    });
        }
    }

    /// The socket below TLS.
    private static EndPoint lowest(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        return lowest;
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress socket) {
        return socket instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    @Override
    public void close() {
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
