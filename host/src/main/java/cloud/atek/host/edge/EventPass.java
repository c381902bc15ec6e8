package cloud.atek.host.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes the events of a service to a client as they come. It ends when the service ends it, when
/// the client goes away, and when the client's caller may not call any more; the service learns of
/// it at once. Thread-safe; a stream blocks its (virtual) thread.
final class EventPass {

    static final String TYPE = "text/event-stream";

    private static final Logger log = LoggerFactory.getLogger(EventPass.class);

    private final OpenStreams streams;

    EventPass(OpenStreams streams) {
        this.streams = streams;
    }

    /// @param events closed here
    void pass(Exchange exchange, Visit visit, InputStream events) {
        var headers = exchange.response().getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, TYPE);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        // Tells proxies such as nginx not to collect the events.
        headers.put("X-Accel-Buffering", "no");
        headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        exchange.response().setStatus(200);
        try (events;
                var _ = streams.watch(visit, exchange::gone, () -> cut(exchange, events))) {
            exchange.write(ByteBuffer.allocate(0), false);
            var piece = new byte[Limits.EVENTS_COPY_BYTES];
            for (int came = events.read(piece); came >= 0; came = events.read(piece)) {
                exchange.write(ByteBuffer.wrap(piece, 0, came), false);
            }
            exchange.write(ByteBuffer.allocate(0), true);
            exchange.done();
        } catch (IOException e) {
            log.debug("a stream of events broke off", e);
            exchange.abort(e);
        }
    }

    private static void cut(Exchange exchange, InputStream events) {
        exchange.cut();
        try {
            events.close();
        } catch (IOException e) {
            log.debug("a stream of events did not close", e);
        }
    }
}
