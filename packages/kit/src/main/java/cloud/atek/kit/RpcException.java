package cloud.atek.kit;

import cloud.atek.rpc.RpcError;

/// A call was refused or failed, and its caller may know why.
///
/// An implementation of an API throws it: only this and `IllegalArgumentException` show their
/// messages to callers. Who calls an API catches it.
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RpcError error;

    public RpcException(RpcError error) {
        super(error.message());
        this.error = error;
    }

    /// @param code one of [RpcError.Code] or the API's own
    /// @param message one plain sentence; nothing private in it
    public RpcException(int code, String message) {
        this(new RpcError(code, message));
    }

    public RpcException(int code, String message, Throwable cause) {
        super(message, cause);
        this.error = new RpcError(code, message);
    }

    /// With [RpcError.Code#FAILED].
    public static RpcException failed(String message) {
        return new RpcException(RpcError.Code.FAILED, message);
    }

    /// With [RpcError.Code#DENIED].
    public static RpcException denied(String message) {
        return new RpcException(RpcError.Code.DENIED, message);
    }

    public RpcError error() {
        return error;
    }

    public int code() {
        return error.code();
    }
}
