import org.jspecify.annotations.NullMarked;

/// HTTP/1.1 and WebSocket over unix sockets: serve one, call one, join two.
@NullMarked
module cloud.atek.wire {
    requires static transitive org.jspecify;

    exports cloud.atek.wire;
    exports cloud.atek.wire.websocket;
}
