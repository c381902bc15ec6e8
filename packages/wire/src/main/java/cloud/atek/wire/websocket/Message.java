package cloud.atek.wire.websocket;

/// What a WebSocket's peer said.
public sealed interface Message {

    record Text(String text) implements Message {}

    /// The receiver owns the bytes.
    @SuppressWarnings("ArrayRecordComponent")
    record Binary(byte[] bytes) implements Message {}

    /// The last one.
    ///
    /// @param code of [CloseCode] or the peer's own, 1000 to 4999
    record Closed(int code, String reason) implements Message {}
}
