package cloud.atek.host.hostapi;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.services.ProviderList;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Choices;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.registry.Provider;
import cloud.atek.host.registry.Route;
import java.util.Optional;
import java.util.stream.Stream;

/// Shows a caller whom he can choose. Thread-safe.
public record Providers(Gateway gateway, Choices choices) {

    ProviderList of(Caller.Known caller, ApiId api) {
        Optional<ServiceKey> chosen = choices.preferred(caller.user(), api);
        return new ProviderList(
                Stream.of(Transport.RPC, Transport.PROXY)
                        .flatMap(transport ->
                                gateway.providers(transport, api, caller).stream()
                                        .map(one -> shown(one, transport, chosen)))
                        .toList());
    }

    private static ProviderList.Provider shown(
            Provider one, Transport transport, Optional<ServiceKey> chosen) {
        return new ProviderList.Provider(
                one.service(),
                one.id(),
                one.owner(),
                transport,
                one.meta(),
                one.events(),
                one.route() instanceof Route.Found,
                chosen.filter(one.service()::equals).isPresent());
    }
}
