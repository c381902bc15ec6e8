package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request body on its way, sent by a thread of its own while the answer may come already.
final class Upload {

    private final Transport transport;
    private final Duration answer;

    private boolean answered;
    private boolean sent;
    private @Nullable IOException failure;

    private Upload(Transport transport, Duration answer) {
        this.transport = transport;
        this.answer = answer;
    }

    /// @param answer how long the answer may take when all was sent
    static Upload start(Transport transport, Output out, Body body, Duration answer) {
        var upload = new Upload(transport, answer);
        Thread.ofVirtual().name("wire-upload").start(() -> upload.send(out, body));
        return upload;
    }

    private void send(Output out, Body body) {
        try (InputStream in = body.in()) {
            Sending.send(out, in, body.length());
            out.flush();
            sentAll();
        } catch (IOException | RuntimeException e) {
            failed(e instanceof IOException io ? io : new IOException(e));
        }
    }

    private synchronized void sentAll() {
        sent = true;
        if (!answered) {
            transport.readAllWithin(answer);
        }
    }

    /// The answer may still come: a server that refuses a body need not read it.
    private synchronized void failed(IOException e) {
        failure = e;
        try {
            transport.closeOutput();
        } catch (IOException closed) {
            e.addSuppressed(closed);
        }
        if (!answered) {
            transport.readAllWithin(answer);
        }
    }

    synchronized void answered() {
        answered = true;
    }

    synchronized boolean sent() {
        return sent;
    }

    /// `e` with what went wrong on the way out.
    synchronized IOException explained(IOException e) {
        if (failure != null) {
            e.addSuppressed(failure);
        }
        return e;
    }
}
