package cloud.atek.host.gateway;

import cloud.atek.host.registry.Endpoint;

/// What becomes of a wish to speak to a `proxy` API.
public sealed interface Proxied {

    /// Join the caller with this endpoint, or pass his request on to it.
    record To(Caller.Known caller, Endpoint endpoint) implements Proxied {}

    /// @param status the HTTP status of the refusal: 401, 403, 404 or 502
    /// @param message one plain sentence
    record Refused(int status, String message) implements Proxied {}
}
