package cloud.atek.host.egress;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Limits;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connects to computers by name or address. A name is resolved once, what it may not lead to is
/// left out, and the connection goes to one of exactly those addresses: an answer of the DNS that
/// changes in between changes nothing. Thread-safe; blocks its thread.
public final class Dialer implements AutoCloseable {

    /// How long the DNS may take.
    static final Duration RESOLVE_MAX = Duration.ofSeconds(10);

    /// How long one address may take to answer.
    static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /// How many addresses of a name are tried.
    static final int ADDRESSES_MAX = 4;

    /// How long a server may take to answer plain HTTP, and to go on with it.
    private static final HttpClient.Patience PATIENCE =
            new HttpClient.Patience(CONNECT_MAX, Duration.ofMinutes(2), Duration.ofMinutes(5));

    private final Resolver resolver;
    private final HttpClient http = new HttpClient(PATIENCE, Limits.DEFAULT);

    public Dialer(Resolver resolver) {
        this.resolver = resolver;
    }

    /// What became of a name.
    public sealed interface Found {

        /// @param addresses at least one, in the order of the DNS
        record At(List<InetAddress> addresses) implements Found {

            public At {
                addresses = List.copyOf(addresses);
            }
        }

        /// It leads only where it may not lead.
        record Astray() implements Found {}

        /// @param late whether the DNS did not answer in time
        record Unknown(boolean late) implements Found {}
    }

    /// What became of a connection.
    sealed interface Dialed {

        /// In blocking mode; whoever asked closes it.
        record Connected(SocketChannel channel) implements Dialed {}

        /// @param found why nobody was called
        record Nowhere(Found found) implements Dialed {}

        /// @param late whether nobody answered in time
        record Failed(boolean late) implements Dialed {}
    }

    /// Where a host is, as far as it may be there.
    public Found find(HostName host) {
        return switch (host) {
            case HostName.Address(InetAddress address) ->
                    Zone.of(address) == Zone.NOWHERE
                            ? new Found.Astray()
                            : new Found.At(List.of(address));
            case HostName.Name name -> find(name);
        };
    }

    private Found find(HostName.Name name) {
        var asked = new FutureTask<>(() -> resolver.resolve(name.name()));
        // The system's resolver would hold on to the carrier of a virtual thread.
        Thread.ofPlatform().daemon().name("resolver").start(asked);
        try {
            List<InetAddress> fit =
                    asked.get(RESOLVE_MAX.toMillis(), TimeUnit.MILLISECONDS).stream()
                            .filter(address -> name.zones().contains(Zone.of(address)))
                            .limit(ADDRESSES_MAX)
                            .toList();
            return fit.isEmpty() ? new Found.Astray() : new Found.At(fit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                return new Found.Unknown(false);
            }
            throw new IllegalStateException("a resolver fails with unknown hosts alone", e);
        } catch (TimeoutException e) {
            return new Found.Unknown(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.Unknown(true);
        }
    }

    /// @param port 1 to 65535
    Dialed dial(HostName host, int port) {
        return switch (find(host)) {
            case Found.At(List<InetAddress> addresses) -> connect(addresses, port);
            case Found other -> new Dialed.Nowhere(other);
        };
    }

    /// Sends one request over what [#dial] connected, which ends with the answer.
    Response call(SocketChannel channel, HostPort to, Request request) throws IOException {
        return http.call(channel, to.toString(), request);
    }

    private static Dialed connect(List<InetAddress> addresses, int port) {
        boolean late = false;
        for (InetAddress address : addresses) {
            try {
                return new Dialed.Connected(connect(new InetSocketAddress(address, port)));
            } catch (SocketTimeoutException e) {
                late = true;
            } catch (IOException e) {
                // The next address of the same name may answer.
                late = false;
            }
        }
        return new Dialed.Failed(late);
    }

    private static SocketChannel connect(InetSocketAddress to) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean done = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(to, (int) CONNECT_MAX.toMillis());
            done = true;
            return channel;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
