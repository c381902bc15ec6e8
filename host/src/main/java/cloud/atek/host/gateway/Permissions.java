package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.host.registry.Endpoint;
import java.util.Optional;

/// May this caller use this API?
@FunctionalInterface
public interface Permissions {

    /// Whether his program may use an API at all, whoever answers it.
    ///
    /// @param method as in [#allow]
    /// @return why not, one sentence that says what to do; empty when it may
    default Optional<String> refusal(Caller.Known caller, ApiId api, String method) {
        return Optional.empty();
    }

    /// Whether he may use the one that `endpoint` answers.
    ///
    /// @param method the wanted method; of a `proxy` API the HTTP method, or `*` for a WebSocket
    boolean allow(Caller.Known caller, Endpoint endpoint, ApiId api, String method);
}
