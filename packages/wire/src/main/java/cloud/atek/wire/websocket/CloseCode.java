package cloud.atek.wire.websocket;

/// Why a WebSocket was closed. Source: RFC 6455 section 7.4.
public final class CloseCode {

    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;

    /// The close frame had none; never sent.
    public static final int NONE = 1005;

    /// The connection ended without a close frame; never sent.
    public static final int ABNORMAL = 1006;

    public static final int BAD_TEXT = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_BIG = 1009;
    public static final int FAILED = 1011;

    private CloseCode() {}

    /// Whether a frame may carry it.
    static boolean sendable(int code) {
        return (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }
}
