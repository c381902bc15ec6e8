package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.host.registry.Provider;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who answers a call, of those that could. Thread-safe.
///
/// What the caller says chooses among the services that he may use; where he says nothing, what was
/// picked for his program does, then his own choice, and else the order of the [Registry]: his own
/// first, then the household's, those that run before those that do not.
record Routing(Registry registry, Choices choices, Permissions permissions) {

    /// Waits for a service that sleeps or starts, as long as the caller would for its answer.
    Route find(Transport transport, Caller.Known caller, Wanted wanted) {
        Route route = now(transport, caller, wanted);
        if (route instanceof Route.Coming(var key, var id)) {
            boolean there = registry.await(key, CallContext.current().deadline());
            route = there ? now(transport, caller, wanted) : new Route.Stopped(id);
        }
        return route instanceof Route.Coming(_, var id) ? new Route.Stopped(id) : route;
    }

    private Route now(Transport transport, Caller.Known caller, Wanted wanted) {
        Optional<ApiId> api = apiId(wanted.api());
        if (api.isEmpty()) {
            return new Route.NotExported();
        }
        List<Provider> fitting =
                providers(transport, api.get(), caller).stream()
                        .filter(provider -> fits(provider, wanted))
                        .toList();
        if (wanted.any() && fitting.size() > 1) {
            return chosen(fitting, caller, api.get()).orElseGet(() -> first(fitting));
        }
        return first(fitting);
    }

    private Optional<Route> chosen(List<Provider> fitting, Caller.Known caller, ApiId api) {
        var wanted = new ArrayList<>(permissions.picked(caller, api));
        choices.preferred(caller.user(), api).ifPresent(wanted::add);
        return wanted.stream()
                .flatMap(key -> fitting.stream().filter(one -> one.service().equals(key)))
                .map(Provider::route)
                .findFirst();
    }

    /// All that could answer, in order.
    List<Provider> providers(Transport transport, ApiId api, Caller.Known caller) {
        return caller.via() instanceof Caller.Via.Host
                ? registry.providersEverywhere(transport, api)
                : registry.providers(transport, api, caller.user());
    }

    private static Route first(List<Provider> fitting) {
        for (Provider provider : fitting) {
            if (provider.route() instanceof Route.Found
                    || provider.route() instanceof Route.Coming) {
                return provider.route();
            }
        }
        return fitting.isEmpty() ? new Route.NotExported() : fitting.getFirst().route();
    }

    private boolean fits(Provider provider, Wanted wanted) {
        String service = wanted.service();
        String user = wanted.user();
        return (service == null
                        || service.equals(provider.id().value())
                        || service.equals(provider.service().value()))
                && (user == null || belongsTo(provider.owner(), user))
                && provider.meta().entrySet().containsAll(wanted.meta().entrySet());
    }

    private boolean belongsTo(UserKey owner, String user) {
        return owner.value().equals(user) || choices.named(user).filter(owner::equals).isPresent();
    }

    static Optional<ApiId> apiId(String wanted) {
        try {
            return Optional.of(new ApiId(wanted));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
