package cloud.atek.rpc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/// One JSON-RPC 2.0 message. Batches and notifications are not messages of ours: every request
/// wants an answer.
///
/// Source: <https://www.jsonrpc.org/specification> sections 4 and 5.
public sealed interface Message {

    /// A call that wants an answer.
    ///
    /// @param id a non-empty string or an integer; the answer carries the same
    /// @param params an array of positional params
    record Request(JsonNode id, String method, JsonNode params) implements Message {
        public Request {
            requireNonNull(id, "id");
            requireNonNull(params, "params");
            if (method.isBlank()) {
                throw new IllegalArgumentException("method is blank");
            }
        }
    }

    /// An answer to a request.
    sealed interface Answer extends Message {}

    /// The good answer to the request with the same `id`.
    record Success(JsonNode id, JsonNode result) implements Answer {}

    /// The bad answer to the request with the same `id`; `id` is JSON null when the request was
    /// unreadable.
    record Failure(JsonNode id, RpcError error) implements Answer {}
}
