package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A connection that was opened with a session and goes on for as long as the host lets it. Its
/// bytes are read and dropped. Thread-safe.
final class Held implements AutoCloseable {

    static final String UPGRADE =
            """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"subscribe","params":[{"api":"example.com/endless"}]}\
            """;

    static final String EVENTS =
            "Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: "
                    + CALL.length()
                    + "\r\n";

    /// Far more than a second, which it may take: the machine may be busy.
    private static final int PATIENCE_S = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong endedAt = new AtomicLong();
    private final String what;
    private final Socket socket;

    private Held(String what, Socket socket) {
        this.what = what;
        this.socket = socket;
    }

    /// @param request method and target
    /// @param more lines of the head
    /// @throws IllegalStateException when the host does not open it
    static Held open(int port, String what, String name, String cookie, String request, String more)
            throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        String origin = "http://" + name + ":" + port;
        String head =
                "%s HTTP/1.1\r\nHost: %s:%d\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\n"
                        .formatted(request, name, port, origin);
        String body = more.equals(EVENTS) ? CALL : "";
        String all = head + "Cookie: __Host-atek=" + cookie + "\r\n" + more + "\r\n" + body;
        socket.getOutputStream().write(all.getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        String status = new String(in.readNBytes(12), ISO_8859_1);
        if (!status.matches("HTTP/1.1 (200|101)")) {
            throw new IllegalStateException(what + " was not opened: " + status);
        }
        // The head, and a little of what goes on.
        in.readNBytes(100);
        var held = new Held(what, socket);
        Thread.ofVirtual().start(() -> held.drop(in));
        return held;
    }

    private void drop(InputStream in) {
        var piece = new byte[1 << 16];
        try {
            while (in.read(piece) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // Cut off is ended too.
            endedAt.set(System.nanoTime());
        }
        endedAt.compareAndSet(0, System.nanoTime());
        ended.countDown();
    }

    String what() {
        return what;
    }

    /// Waits for its end.
    ///
    /// @param since what [System#nanoTime] said
    /// @throws IllegalStateException when it goes on
    long endedMs(long since) throws InterruptedException {
        if (!ended.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(what + " goes on");
        }
        return TimeUnit.NANOSECONDS.toMillis(endedAt.get() - since);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
