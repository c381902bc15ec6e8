package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.wire.Answer;
import cloud.atek.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Server-sent events to one browser. Thread-safe.
///
/// Source: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.
public final class EventStream implements LiveSink {

    /// Called once, on the connection's thread; the stream ends when it returns.
    @FunctionalInterface
    public interface Session {
        /// @throws IOException when the browser is gone
        void run(EventStream events) throws IOException;
    }

    static final String TYPE = "text/event-stream";

    /// How often a comment is sent, so that nobody on the way takes the stream for dead.
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final OutputStream out;
    private final Answer.Peer peer;

    private EventStream(OutputStream out, Answer.Peer peer) {
        this.out = out;
        this.peer = peer;
    }

    /// What a handler answers to start one.
    public static Answer answer(Session session) {
        return answer(HEARTBEAT, session);
    }

    static Answer answer(Duration heartbeat, Session session) {
        return new Answer.Live(
                200,
                Headers.of("Content-Type", TYPE, "Cache-Control", "no-store"),
                (out, peer) -> new EventStream(out, peer).run(heartbeat, session));
    }

    private void run(Duration heartbeat, Session session) throws IOException {
        out.flush();
        Thread.ofVirtual().name("heartbeat").start(() -> beat(heartbeat));
        try {
            session.run(this);
        } finally {
            ended.countDown();
        }
    }

    private void beat(Duration heartbeat) {
        try {
            while (!ended.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                write(":\n\n");
            }
        } catch (IOException e) {
            // The next event tells the session.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param data any text; each of its lines is sent as such
    /// @throws IOException when the browser is gone
    public void send(String data) throws IOException {
        write(lines(data) + "\n");
    }

    /// @param event its name, one line
    public void send(String event, String data) throws IOException {
        if (event.contains("\n") || event.contains("\r")) {
            throw new IllegalArgumentException("an event's name is one line");
        }
        write("event: " + event + "\n" + lines(data) + "\n");
    }

    @Override
    public void send(LiveEvent event) throws IOException {
        write(event.sse());
    }

    @Override
    public void whenGone(Runnable then) {
        peer.whenGone(then);
    }

    private static String lines(String data) {
        var lines = new StringBuilder();
        for (String line : data.split("\r\n|\r|\n", -1)) {
            lines.append("data: ").append(line).append('\n');
        }
        return lines.toString();
    }

    private void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    private void write(byte[] text) throws IOException {
        lock.lock();
        try {
            if (ended.getCount() > 0) {
                out.write(text);
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
