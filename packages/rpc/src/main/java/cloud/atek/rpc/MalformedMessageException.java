package cloud.atek.rpc;

/// The other side sent something that is not a JSON-RPC 2.0 message. The message says what was
/// wanted and may be shown to it.
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    MalformedMessageException(int code, String message) {
        super(message);
        this.code = code;
    }

    MalformedMessageException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// Tells broken JSON ([RpcError.Code#PARSE_ERROR]) from JSON that is no message
    /// ([RpcError.Code#INVALID_REQUEST]).
    public int code() {
        return code;
    }

    public RpcError error() {
        return new RpcError(code, getMessage() == null ? "not a message" : getMessage());
    }
}
