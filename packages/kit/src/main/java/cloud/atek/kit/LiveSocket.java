package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import cloud.atek.wire.Answer;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.Message.Closed;
import cloud.atek.wire.websocket.Message.Text;
import cloud.atek.wire.websocket.WebSocket;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The methods of an API that answer with a stream, by WebSocket: the first message is the call, an
/// event is one message, and a refusal is a JSON-RPC failure.
final class LiveSocket implements HttpServer.Handler {

    private static final int POLICY = 1008;
    private static final byte[] NOTHING = {};

    private final MessageCodec codec = MessageCodec.ofCalls();
    private final Dispatch<?> dispatch;

    LiveSocket(Dispatch<?> dispatch) {
        this.dispatch = dispatch;
    }

    @Override
    public Answer handle(Request request) {
        Optional<Caller> caller = Caller.of(request);
        return caller.isEmpty()
                ? Response.text(403, "Not authorized")
                : WebSocket.accept(request, socket -> serve(caller.get(), socket));
    }

    private void serve(Caller caller, WebSocket socket) throws IOException {
        if (!(socket.receive() instanceof Text(String text))) {
            return;
        }
        switch (opened(caller, text)) {
            case Dispatch.Opened.Refused(Message.Failure failure) ->
                    socket.send(new String(codec.write(failure), UTF_8));
            case Dispatch.Opened.Stream(Served<?> stream) -> run(stream, new Sink(socket));
        }
    }

    private Dispatch.Opened opened(Caller caller, String text) {
        try {
            if (codec.read(text.getBytes(UTF_8)) instanceof Message.Request call) {
                return dispatch.open(caller, call);
            }
        } catch (MalformedMessageException e) {
            return new Dispatch.Opened.Refused(
                    new Message.Failure(NullNode.getInstance(), e.error()));
        }
        var error = new RpcError(RpcError.Code.INVALID_REQUEST, "want a request");
        return new Dispatch.Opened.Refused(new Message.Failure(NullNode.getInstance(), error));
    }

    private static void run(Served<?> stream, Sink sink) throws IOException {
        Thread.ofVirtual().name("live-reader").start(sink::read);
        Thread.ofVirtual().name("heartbeat").start(sink::beat);
        try {
            stream.run(sink);
        } finally {
            sink.end();
        }
    }

    /// One reader. Thread-safe.
    private static final class Sink implements LiveSink {

        private final WebSocket socket;
        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable Runnable then;
        private boolean gone;

        Sink(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void send(LiveEvent event) throws IOException {
            socket.send(event.message());
        }

        @Override
        public void whenGone(Runnable wanted) {
            synchronized (this) {
                then = wanted;
                if (!gone) {
                    return;
                }
            }
            wanted.run();
        }

        void end() {
            ended.countDown();
        }

        /// Until the reader is gone; he has nothing more to say.
        void read() {
            try {
                if (!(socket.receive() instanceof Closed)) {
                    socket.close(POLICY, "one call on one WebSocket");
                }
            } catch (IOException e) {
                // He is gone.
            }
            Runnable told;
            synchronized (this) {
                gone = true;
                told = then;
            }
            if (told != null && ended.getCount() > 0) {
                told.run();
            }
        }

        void beat() {
            try {
                while (!ended.await(EventStream.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    socket.ping(NOTHING);
                }
            } catch (IOException e) {
                // The next event tells the session.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
