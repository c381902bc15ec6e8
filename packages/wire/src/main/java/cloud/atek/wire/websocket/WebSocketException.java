package cloud.atek.wire.websocket;

import java.io.IOException;

/// The peer broke the protocol or a limit; it was told so by the close code.
public final class WebSocketException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    WebSocketException(int code, String message) {
        super(message);
        this.code = code;
    }

    /// One of [CloseCode].
    public int code() {
        return code;
    }
}
