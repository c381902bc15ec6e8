package cloud.atek.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Duplex;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One end of a WebSocket. One thread receives; any thread sends or closes.
public final class WebSocket implements AutoCloseable {

    /// Called once on the connection's thread; the WebSocket closes when it returns.
    @FunctionalInterface
    public interface Session {
        void run(WebSocket socket) throws IOException;
    }

    /// Largest message that is received unless told otherwise, in bytes.
    public static final int MESSAGE_BYTES_MAX = 1 << 20;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NO_KEY = {};

    private final Duplex peer;
    private final InputStream in;
    private final Role role;
    private final Inbox inbox;
    private final ReentrantLock sending = new ReentrantLock();
    private boolean closeSent;
    private Message.@Nullable Closed closed;

    private WebSocket(Duplex peer, Role role, int messageBytesMax) {
        this.peer = peer;
        this.in = new BufferedInputStream(peer.in(), 4 << 10);
        this.role = role;
        this.inbox = new Inbox(messageBytesMax);
    }

    /// Answers a handshake: 101 and then `session`, or why not.
    public static Answer accept(Request request, Session session) {
        return accept(request, MESSAGE_BYTES_MAX, session);
    }

    /// @param messageBytesMax a larger message closes with 1009
    public static Answer accept(Request request, int messageBytesMax, Session session) {
        Headers headers = request.headers();
        if (!request.method().equals("GET") || !Handshakes.wanted(headers)) {
            return Response.text(426, "want a WebSocket").with("Upgrade", "websocket");
        }
        if (!headers.all("Sec-WebSocket-Version").equals(List.of(Handshakes.VERSION))) {
            return Response.text(426, "want WebSocket version 13")
                    .with("Sec-WebSocket-Version", Handshakes.VERSION);
        }
        var keys = headers.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !Handshakes.isKey(keys.getFirst())) {
            return Response.text(400, "want one Sec-WebSocket-Key of 16 bytes in Base64");
        }
        return new Answer.Upgrade(
                Headers.of(
                        "Upgrade",
                        "websocket",
                        "Sec-WebSocket-Accept",
                        Handshakes.accept(keys.getFirst())),
                peer -> serve(new WebSocket(peer, Role.SERVER, messageBytesMax), session));
    }

    private static void serve(WebSocket socket, Session session) throws IOException {
        int code = CloseCode.FAILED;
        try {
            session.run(socket);
            code = CloseCode.NORMAL;
        } finally {
            socket.sendClose(code, "");
        }
    }

    /// Connects to a server on a unix socket.
    ///
    /// @param headers sent besides those of the handshake
    /// @throws IOException when the server refuses; the message has its status
    public static WebSocket connect(
            HttpClient client, SocketPath to, String target, Headers headers) throws IOException {
        var random = new byte[Handshakes.KEY_BYTES];
        RANDOM.nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        Headers all =
                headers.with(
                        Headers.of(
                                "Upgrade",
                                "websocket",
                                "Sec-WebSocket-Version",
                                Handshakes.VERSION,
                                "Sec-WebSocket-Key",
                                key));
        var request = new Request("GET", target, all, Body.none());
        return switch (client.upgrade(to, request)) {
            case HttpClient.Handshake.Accepted(Headers said, Duplex peer) ->
                    checked(said, key, peer);
            case HttpClient.Handshake.Refused(Response response) -> {
                response.close();
                throw new IOException(
                        "no WebSocket at " + target + ": status " + response.status());
            }
        };
    }

    private static WebSocket checked(Headers said, String key, Duplex peer) throws IOException {
        boolean good =
                Handshakes.wanted(said)
                        && said.all("Sec-WebSocket-Accept").equals(List.of(Handshakes.accept(key)))
                        && said.all("Sec-WebSocket-Extensions").isEmpty();
        if (!good) {
            peer.close();
            throw new IOException("want the handshake of a WebSocket without extensions");
        }
        return new WebSocket(peer, Role.CLIENT, MESSAGE_BYTES_MAX);
    }

    /// Waits for a message; pings are answered meanwhile.
    ///
    /// @return after [Message.Closed], that again
    /// @throws WebSocketException when the peer broke the protocol; it was told why
    public Message receive() throws IOException {
        if (closed != null) {
            return closed;
        }
        try {
            while (true) {
                Frame frame = Frame.read(in, role, inbox.room());
                Message message = frame.control() ? control(frame) : inbox.add(frame);
                if (message != null) {
                    return message;
                }
            }
        } catch (WebSocketException e) {
            sendClose(e.code(), String.valueOf(e.getMessage()));
            // A server's connection closes when the session ends, and hears its peer out before.
            if (role == Role.CLIENT) {
                peer.close();
            }
            throw e;
        } catch (EOFException e) {
            return ended(new Message.Closed(CloseCode.ABNORMAL, ""));
        }
    }

    private @Nullable Message control(Frame frame) throws IOException {
        switch (frame.opcode()) {
            case Frame.PING -> send(true, Frame.PONG, frame.payload());
            case Frame.CLOSE -> {
                Message.Closed said = Closing.read(frame.payload());
                sendClose(said.code() == CloseCode.NONE ? CloseCode.NORMAL : said.code(), "");
                return ended(said);
            }
            default -> {
                // A pong needs no answer.
            }
        }
        return null;
    }

    private Message ended(Message.Closed last) throws IOException {
        closed = last;
        peer.close();
        return last;
    }

    public void send(String text) throws IOException {
        send(true, Frame.TEXT, text.getBytes(UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        send(true, Frame.BINARY, bytes);
    }

    /// @param payload at most 125 bytes; the peer's pong is swallowed by [#receive]
    public void ping(byte[] payload) throws IOException {
        if (payload.length > Frame.CONTROL_BYTES_MAX) {
            throw new IllegalArgumentException("a ping has at most 125 bytes");
        }
        send(true, Frame.PING, payload);
    }

    private void send(boolean last, int opcode, byte[] payload) throws IOException {
        byte[] key = NO_KEY;
        if (role == Role.CLIENT) {
            key = new byte[4];
            RANDOM.nextBytes(key);
        }
        byte[] frame = Frame.write(last, opcode, payload, key);
        sending.lock();
        try {
            if (closeSent) {
                throw new IOException("the WebSocket was closed");
            }
            closeSent = opcode == Frame.CLOSE;
            peer.out().write(frame);
            peer.out().flush();
        } finally {
            sending.unlock();
        }
    }

    private void sendClose(int code, String reason) {
        try {
            send(true, Frame.CLOSE, Closing.write(code, reason));
        } catch (IOException e) {
            // It was closed already, or the peer is gone.
        }
    }

    /// Says goodbye and closes, without waiting for the peer's goodbye.
    ///
    /// @param code 1000 to 4999, see [CloseCode]
    /// @param reason at most 123 bytes as UTF-8 are sent
    public void close(int code, String reason) throws IOException {
        sendClose(code, reason);
        peer.close();
    }

    @Override
    public void close() throws IOException {
        close(CloseCode.NORMAL, "");
    }
}
