package cloud.atek.rpc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What the caller may know about a failure.
///
/// @param code one of the constants of [Code], or a number that a service defines
/// @param message shown to users: one plain sentence, nothing private in it
/// @param data more for programs, or null; nothing private in it either
public record RpcError(int code, String message, @Nullable JsonNode data) {

    public RpcError {
        requireNonNull(message, "message");
    }

    public RpcError(int code, String message) {
        this(code, message, null);
    }

    /// The numbers this project gives a meaning to; the first six are those of JSON-RPC and of the
    /// first Atek, whose clients know them.
    public static final class Code {
        public static final int PARSE_ERROR = -32700;
        public static final int INVALID_REQUEST = -32600;

        /// No running service exports the asked-for API, or it lacks the method: one number for
        /// both.
        public static final int NOT_FOUND = -32601;

        /// A param does not fit the method's declaration.
        public static final int INVALID_PARAM = -32001;

        /// A service answered with something its declaration forbids.
        public static final int INVALID_RESPONSE = -32002;

        /// The method was called and refused or failed; the message says why.
        public static final int FAILED = -32003;

        /// The caller lacks the permission.
        public static final int DENIED = -32010;

        /// The service was found and did not answer in time.
        public static final int UNREACHABLE = -32011;

        private Code() {}
    }
}
