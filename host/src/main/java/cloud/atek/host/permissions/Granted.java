package cloud.atek.host.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.events.EventsApi;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.What.ApiGrant;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Permissions;
import cloud.atek.host.gateway.Use;
import cloud.atek.host.registry.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule of the house, and within it what a service was granted. What is done on behalf of
/// another must be allowed to both. Thread-safe.
public final class Granted implements Permissions {

    /// What every service may use: what it asks of the host about itself, and where it asks for
    /// more. These check each call themselves.
    private static final Set<ApiId> BASE = Set.of(InspectApi.ID, PermissionsApi.ID, EventsApi.ID);

    private final OwnersOnly owners = new OwnersOnly();
    private final Rights rights;
    private final Subject.Book subjects;

    public Granted(Rights rights, Subject.Book subjects) {
        this.rights = rights;
        this.subjects = subjects;
    }

    @Override
    public Optional<String> refusal(Caller.Known caller, Use use) {
        List<Caller.Known> chain = caller.chain();
        for (int i = 0; i < chain.size(); i++) {
            ServiceKey service = chain.get(i).installed();
            if (service != null && fitting(service, use).isEmpty()) {
                String name = subjects.find(service).map(Subject::shown).orElse("This service");
                return Optional.of(
                        Sentences.lacks(name, use, narrowed(service, use))
                                + (i == 0 ? "" : " (the call is on its behalf)"));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean allow(Caller.Known caller, Endpoint endpoint, Use use) {
        return caller.chain().stream().allMatch(one -> owners.allow(one, endpoint, use))
                && mayReach(caller, endpoint.service(), use);
    }

    @Override
    public boolean mayReach(Caller.Known caller, ServiceKey provider, Use use) {
        return caller.chain().stream().allMatch(one -> reaches(one.installed(), provider, use));
    }

    private boolean reaches(@Nullable ServiceKey service, ServiceKey provider, Use use) {
        return service == null
                || fitting(service, use).stream()
                        .map(ApiGrant::provider)
                        .anyMatch(picked -> picked == null || picked.equals(provider));
    }

    /// By what a service may do this; empty when it may not.
    private List<ApiGrant> fitting(ServiceKey service, Use use) {
        Rights.Of of = rights.of(service);
        if (!of.limited() || BASE.contains(use.api())) {
            return List.of(new ApiGrant(use.api()));
        }
        Stream<ApiGrant> granted = naming(of, use).filter(grant -> Narrowing.admits(grant, use));
        // Of an API that it exports it has its own answers, and nobody else's.
        Stream<ApiGrant> own =
                exports(service, use.api())
                        ? Stream.of(new ApiGrant(use.api(), null, null, service, null))
                        : Stream.of();
        return Stream.concat(granted, own).toList();
    }

    /// Whether it may do a part of it.
    private boolean narrowed(ServiceKey service, Use use) {
        return naming(rights.of(service), use).findAny().isPresent();
    }

    private static Stream<ApiGrant> naming(Rights.Of of, Use use) {
        return of.apis().stream().filter(grant -> grant.names(use.api(), use.method()));
    }

    private boolean exports(ServiceKey service, ApiId api) {
        return subjects.find(service).stream()
                .flatMap(subject -> subject.manifest().exports().stream())
                .anyMatch(export -> export.api().equals(api));
    }

    @Override
    public List<ServiceKey> picked(Caller.Known caller, ApiId api) {
        ServiceKey service = caller.installed();
        if (service == null) {
            return List.of();
        }
        Rights.Of of = rights.of(service);
        List<ApiGrant> granted =
                of.apis().stream().filter(grant -> grant.api().equals(api)).toList();
        if (of.limited() && granted.isEmpty()) {
            return List.of(service);
        }
        return granted.stream().map(ApiGrant::provider).filter(Objects::nonNull).toList();
    }

    @Override
    public Optional<String> database(Caller.Known caller, Use use) {
        ServiceKey service = caller.installed();
        return service == null
                ? Optional.empty()
                : naming(rights.of(service), use)
                        .filter(grant -> grant.database() != null)
                        .filter(grant -> Narrowing.admits(grant, use))
                        .map(ApiGrant::database)
                        .findFirst();
    }
}
