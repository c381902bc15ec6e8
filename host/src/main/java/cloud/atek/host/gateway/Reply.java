package cloud.atek.host.gateway;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// What becomes of a call.
public sealed interface Reply {

    /// A JSON-RPC answer, good or bad: HTTP 200.
    ///
    /// @param json UTF-8
    /// @param session what happens to the caller's session cookie, null for nothing
    @SuppressWarnings("ArrayRecordComponent") // Written once to a socket, never compared.
    record Answer(byte[] json, @Nullable SessionChange session) implements Reply {}

    /// Server-sent events: HTTP 200. To callers alone that said they take them.
    ///
    /// @param events closed by whoever has it, from any thread
    record Stream(InputStream events) implements Reply {}

    /// Nobody waits for an answer, as for a batch of notifications: HTTP 204.
    ///
    /// @param session as in [Answer]
    record Nothing(@Nullable SessionChange session) implements Reply {}

    /// The caller must log in first: HTTP 401.
    record Unauthorized() implements Reply {}

    /// What the edge does with the session cookie of the answer.
    sealed interface SessionChange {

        /// @param token the new cookie's value
        record Set(String token) implements SessionChange {
            @Override
            public String toString() {
                return "Set";
            }
        }

        record Clear() implements SessionChange {}
    }
}
