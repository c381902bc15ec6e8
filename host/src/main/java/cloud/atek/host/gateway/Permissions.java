package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.registry.Endpoint;
import java.util.List;
import java.util.Optional;

/// May this caller use this API?
@FunctionalInterface
public interface Permissions {

    /// Whether his program may use an API at all, whoever answers it.
    ///
    /// @return why not, one sentence that says what to do; empty when it may
    default Optional<String> refusal(Caller.Known caller, Use use) {
        return Optional.empty();
    }

    /// Whether his program may be answered by this service, or hear its events.
    ///
    /// @param provider [ServiceKey#HOST] for an API of the host's own
    default boolean mayReach(Caller.Known caller, ServiceKey provider, Use use) {
        return true;
    }

    /// Whether he may use the one that `endpoint` answers.
    boolean allow(Caller.Known caller, Endpoint endpoint, Use use);

    /// The services that his program shall be answered by, where its owner picked some.
    default List<ServiceKey> picked(Caller.Known caller, ApiId api) {
        return List.of();
    }

    /// The one database that he uses by a permission of his owner's, for the service that keeps
    /// databases: it is not his own.
    default Optional<String> database(Caller.Known caller, Use use) {
        return Optional.empty();
    }
}
