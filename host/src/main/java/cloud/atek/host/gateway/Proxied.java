package cloud.atek.host.gateway;

import cloud.atek.host.registry.Endpoint;
import org.jspecify.annotations.Nullable;

/// What becomes of a wish to speak to a `proxy` API.
public sealed interface Proxied {

    /// Join the caller with this endpoint, or pass his request on to it.
    ///
    /// @param database the one that he uses by permission, null for none; see
    ///   [cloud.atek.api.AuthHeaders#DATABASE]
    /// @param opening to be asked while they are joined
    record To(Caller.Known caller, Endpoint endpoint, @Nullable String database, Opening opening)
            implements Proxied {}

    /// @param status the HTTP status of the refusal: 401, 403, 404 or 502
    /// @param message one plain sentence
    record Refused(int status, String message) implements Proxied {}

    /// Watches over what lasts.
    @FunctionalInterface
    interface Opening {

        /// Nobody takes back what was allowed.
        Opening UNWATCHED = _ -> () -> {};

        /// From now on it is cut off soon after it is not allowed any more.
        ///
        /// @param cut ends it; called from any thread, perhaps after its end
        OpenUses.Watch begin(Runnable cut);
    }
}
