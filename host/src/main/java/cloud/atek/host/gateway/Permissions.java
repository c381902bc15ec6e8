package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.host.registry.Endpoint;

/// May this caller use this API of this service?
@FunctionalInterface
public interface Permissions {

    /// @param method the wanted method; of a `proxy` API the HTTP method, or `*` for a WebSocket
    boolean allow(Caller.Known caller, Endpoint endpoint, ApiId api, String method);
}
