package cloud.atek.host.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Permissions;
import cloud.atek.host.registry.Endpoint;
import java.util.Optional;
import java.util.function.Function;

/// The rule of the house, and within it what a service was granted. Thread-safe.
public final class Granted implements Permissions {

    /// What a service was granted; empty when nobody limited it.
    public interface Grants extends Function<ServiceKey, Optional<Grant>> {}

    /// @param service its id, for the sentence
    public record Grant(String service, ServicePermissions permissions) {}

    private final OwnersOnly owners = new OwnersOnly();
    private volatile Grants grants = _ -> Optional.empty();

    /// From now on these count; before, only what the host brings along runs.
    public void open(Grants known) {
        grants = known;
    }

    @Override
    public Optional<String> refusal(Caller.Known caller, ApiId api, String method) {
        ServiceKey service =
                switch (caller.via()) {
                    case Caller.Via.Program(var key, _) -> key;
                    case Caller.Via.Page(var key, _, _) -> key;
                    case Caller.Via.Host _, Caller.Via.Browser _ -> null;
                };
        return service == null
                ? Optional.empty()
                : grants.apply(service)
                        .filter(grant -> !grant.permissions().allow(api, method))
                        .map(grant -> sentence(grant.service(), api, method));
    }

    private static String sentence(String service, ApiId api, String method) {
        return ("%s lacks the permission to call %s of %s: its owner can give it, with"
                        + " setPermissions of services-api")
                .formatted(service, method, api);
    }

    @Override
    public boolean allow(Caller.Known caller, Endpoint endpoint, ApiId api, String method) {
        return owners.allow(caller, endpoint, api, method);
    }
}
