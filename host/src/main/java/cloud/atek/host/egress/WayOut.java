package cloud.atek.host.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Duplex;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Pump;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// The proxy of one program: it opens tunnels (CONNECT, RFC 9110 section 9.3.6) and passes plain
/// HTTP on, as far as its policy allows. It reads nothing of what goes through a tunnel; what one
/// side does not read, the other waits with. Thread-safe; each request blocks its thread.
public final class WayOut implements HttpServer.Handler, AutoCloseable {

    /// Connections at a time, those on their way included.
    public static final int TUNNELS_MAX = 64;

    /// How long nothing may pass through a tunnel.
    static final Duration SILENCE_MAX = Duration.ofMinutes(30);

    private final Policy policy;
    private final Dialer dialer;
    private final Semaphore free = new Semaphore(TUNNELS_MAX);
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public WayOut(Policy policy, Dialer dialer) {
        this.policy = policy;
        this.dialer = dialer;
    }

    /// The same on a unix socket of its own, until it is closed. Whoever reaches that may go this
    /// way.
    ///
    /// @param socket where it is made; its path is short enough for a socket
    public static Listening listen(Path socket, Policy policy, Dialer dialer) throws IOException {
        var way = new WayOut(policy, dialer);
        return new Listening(way, HttpServer.start(new SocketPath(socket), way));
    }

    /// A way out with a socket of its own.
    public static final class Listening implements AutoCloseable {
        private final WayOut way;
        private final HttpServer server;

        private Listening(WayOut way, HttpServer server) {
            this.way = way;
            this.server = server;
        }

        @Override
        public void close() throws IOException {
            way.close();
            server.close();
        }
    }

    @Override
    public boolean proxies() {
        return true;
    }

    @Override
    public Answer handle(Request request) throws IOException {
        if (!request.forProxy()) {
            return refusal(404, "Not found");
        }
        try {
            return handle(Target.of(request), request);
        } catch (IllegalArgumentException e) {
            return refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private Answer handle(Target target, Request request) {
        HostPort to = target.to();
        if (!allowed(to)) {
            return refusal(403, policy.refused(to));
        }
        Optional<HostName> host = HostName.read(to.host()).map(policy::where);
        if (host.isEmpty()) {
            return refusal(403, to.host() + " is a number that not everybody reads alike.");
        }
        if (!free.tryAcquire()) {
            return refusal(503, "It has " + TUNNELS_MAX + " connections open, as many as it may.");
        }
        var tunnel = new Tunnel(to, policy, this::ended);
        tunnels.add(tunnel);
        boolean answered = false;
        try {
            Answer answer = dial(host.get(), target, request, tunnel);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                tunnel.close();
            }
        }
    }

    private Answer dial(HostName host, Target target, Request request, Tunnel tunnel) {
        HostPort to = target.to();
        return switch (dialer.dial(host, to.port())) {
            case Dialer.Dialed.Nowhere(var found) -> ended(tunnel, unfound(to, found));
            case Dialer.Dialed.Failed(boolean late) ->
                    ended(
                            tunnel,
                            late
                                    ? refusal(504, to + " did not answer in time.")
                                    : refusal(502, to + " cannot be reached."));
            case Dialer.Dialed.Connected(var channel) -> open(target, request, tunnel, channel);
        };
    }

    private boolean allowed(HostPort to) {
        return !closed && policy.allows(to);
    }

    private void ended(Tunnel tunnel) {
        tunnels.remove(tunnel);
        free.release();
    }

    private static Answer ended(Tunnel tunnel, Answer answer) {
        tunnel.close();
        return answer;
    }

    private static Response unfound(HostPort to, Dialer.Found found) {
        return switch (found) {
            case Dialer.Found.Unknown(boolean late) ->
                    late
                            ? refusal(
                                    504, "The address of " + to.host() + " was not found in time.")
                            : refusal(502, to.host() + " was not found.");
            case Dialer.Found.Astray _, Dialer.Found.At _ ->
                    refusal(
                            403,
                            to.host()
                                    + " leads to an address inside this home or machine, which its"
                                    + " name does not say: allow that very address instead.");
        };
    }

    /// What was allowed when it was asked for may be forbidden by now.
    private Answer open(Target target, Request request, Tunnel tunnel, SocketChannel channel) {
        HostPort to = target.to();
        if (!tunnel.connected(channel) || !allowed(to)) {
            return ended(tunnel, refusal(403, policy.refused(to)));
        }
        return request.method().equals(Request.CONNECT)
                ? new Answer.Connected(own -> join(own, tunnel, channel))
                : pass(target, request, tunnel, channel);
    }

    private static void join(Duplex own, Tunnel tunnel, SocketChannel channel) {
        Duplex there = Duplex.of(channel);
        try (tunnel) {
            Pump.join(
                    own,
                    Duplex.of(
                            tunnel.receiving(there.in()),
                            tunnel.sending(there.out()),
                            there::closeOutput,
                            there::close),
                    SILENCE_MAX);
        }
    }

    private Answer pass(Target target, Request request, Tunnel tunnel, SocketChannel channel) {
        Headers headers =
                withoutHops(request.headers())
                        .without(name -> name.equals("host"))
                        .with("Host", target.hostLine());
        Body body = request.body();
        Body sent = body.length() == 0 ? body : Body.of(tunnel.sending(body.in()), body.length());
        try {
            Response answer =
                    dialer.call(
                            channel,
                            target.to(),
                            new Request(request.method(), target.path(), headers, sent));
            return passed(answer, tunnel);
        } catch (SocketTimeoutException e) {
            return ended(tunnel, refusal(504, target.to() + " did not answer in time."));
        } catch (IOException e) {
            return ended(tunnel, refusal(502, target.to() + " gave no good answer."));
        }
    }

    private static Response passed(Response answer, Tunnel tunnel) {
        Body body = answer.body();
        if (body.length() == 0) {
            tunnel.close();
            return answer;
        }
        return new Response(
                answer.status(),
                answer.headers(),
                Body.of(tunnel.receiving(body.in()), body.length()));
    }

    /// Without what is said to the proxy alone (RFC 9110 section 7.6.1).
    private static Headers withoutHops(Headers headers) {
        Set<String> named =
                headers.all("Connection").stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return headers.without(name -> named.contains(name) || name.startsWith("proxy-"));
    }

    private static Response refusal(int status, String message) {
        String json =
                MessageCodec.JSON
                        .createObjectNode()
                        .put("error", true)
                        .put("message", message)
                        .toString();
        return Response.of(status, "application/json", json.getBytes(UTF_8));
    }

    /// Ends what is not allowed any more.
    public void recheck() {
        tunnels.stream().filter(tunnel -> !allowed(tunnel.to())).forEach(Tunnel::close);
    }

    /// Ends all connections; there are no others from now on.
    @Override
    public void close() {
        closed = true;
        tunnels.forEach(Tunnel::close);
    }
}
