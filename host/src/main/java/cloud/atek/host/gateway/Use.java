package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import org.jspecify.annotations.Nullable;

/// What a caller does with an API.
///
/// @param method the wanted method; of a `proxy` API the HTTP method, or `*` for a WebSocket
public record Use(ApiId api, String method, Content content) {

    /// Whatever the content is.
    public static Use of(ApiId api, String method) {
        return new Use(api, method, new Content.Any());
    }

    /// What is said. Only a permission that is narrowed to a part of an API looks at it.
    public sealed interface Content {

        /// It is not known, or does not matter.
        record Any() implements Content {}

        /// A whole JSON-RPC request, as it came.
        @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
        record Call(byte[] request) implements Content {}

        /// An HTTP request with this query.
        ///
        /// @param query not decoded, null for none
        record Http(@Nullable String query) implements Content {}
    }
}
