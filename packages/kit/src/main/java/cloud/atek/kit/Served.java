package cloud.atek.kit;

import cloud.atek.api.Live;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the implementation of a method returns that answers with a [Live]: what is to be done once
/// the stream has begun. What refuses the call is thrown before.
public final class Served<E> implements Live<E> {

    /// Called once, on the connection's thread; the stream ends when it returns.
    @FunctionalInterface
    public interface Session {
        /// @throws IOException when the reader is gone
        /// @throws RpcException to end the stream with an event `error` that says why
        void run(LiveSink to) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(Served.class);

    private final Session session;

    public Served(Session session) {
        this.session = session;
    }

    /// Runs the session; what ends it other than by itself is said in an event `error`.
    void run(LiveSink to) throws IOException {
        try {
            session.run(to);
        } catch (RpcException e) {
            to.send(error(e.error()));
        } catch (RuntimeException e) {
            log.error("a stream failed", e);
            to.send(error(new RpcError(RpcError.Code.FAILED, "the stream failed")));
        }
    }

    private static LiveEvent error(RpcError error) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("code", error.code());
        json.put("message", error.message());
        if (error.data() != null) {
            json.set("data", error.data());
        }
        return new LiveEvent(null, "error", json.toString());
    }

    @Override
    public boolean hasNext() {
        throw unread();
    }

    @Override
    public E next() {
        throw unread();
    }

    private static IllegalStateException unread() {
        return new IllegalStateException("this end of a stream is served, not read");
    }

    @Override
    public void close() {}
}
