package cloud.atek.host.registry;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Who is installed, who runs, who exports which API. Thread-safe; a read never waits for a write.
///
/// An API is found only among the services of the asking user and those of the household: one
/// person's programs are not there for another. The user's own come first, then the longest
/// registered.
public final class Registry {

    private final ReentrantLock writing = new ReentrantLock();
    private volatile Map<ServiceKey, Entry> entries = Map.of();

    private volatile Wake wake = (_, _) -> false;

    private record Entry(Site site, List<Manifest.Export> exports) {}

    /// Tells the present truth about one service; what was known of it before is forgotten.
    public void register(Site site, List<Manifest.Export> exports) {
        change(next -> next.put(site.key(), new Entry(site, List.copyOf(exports))));
    }

    /// Forgets an uninstalled service.
    public void withdraw(ServiceKey service) {
        change(next -> next.remove(service));
    }

    /// From now on `other` brings services up for those who ask for them.
    public void wakenBy(Wake other) {
        wake = other;
    }

    /// Waits until a service runs that does not now, as [Wake#await].
    public boolean await(ServiceKey service, Instant deadline) {
        return wake.await(service, deadline);
    }

    /// The ids of all services.
    public List<ServiceId> ids() {
        return entries.values().stream().map(entry -> entry.site().id()).toList();
    }

    /// Who could answer `api` for `user`: his own services first, then those of the household.
    public List<Provider> providers(Transport transport, ApiId api, UserKey user) {
        return providers(
                transport,
                api,
                List.of(owner -> owner.equals(user), owner -> owner.equals(UserKey.SYSTEM)));
    }

    /// Who could answer `api`, whoever's service it is, those of the household first: for the host
    /// itself.
    public List<Provider> providersEverywhere(Transport transport, ApiId api) {
        return providers(
                transport,
                api,
                List.of(
                        owner -> owner.equals(UserKey.SYSTEM),
                        owner -> !owner.equals(UserKey.SYSTEM)));
    }

    private List<Provider> providers(
            Transport transport, ApiId api, List<Predicate<UserKey>> owners) {
        var found = new ArrayList<Provider>();
        for (Predicate<UserKey> wanted : owners) {
            for (Entry entry : entries.values()) {
                if (wanted.test(entry.site().owner())) {
                    provider(entry, transport, api).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /// The one service as a provider of `api`; empty when it is none.
    public Optional<Provider> provider(ServiceKey service, Transport transport, ApiId api) {
        Entry entry = entries.get(service);
        return entry == null ? Optional.empty() : provider(entry, transport, api);
    }

    /// Finds what a browser sees under `id`.
    public Optional<Site> site(ServiceId id) {
        return entries.values().stream()
                .map(Entry::site)
                .filter(site -> site.id().equals(id))
                .findFirst();
    }

    /// What is known of an installed service.
    public Optional<Site> site(ServiceKey service) {
        return Optional.ofNullable(entries.get(service)).map(Entry::site);
    }

    private static Optional<Provider> provider(Entry entry, Transport transport, ApiId api) {
        for (Manifest.Export export : entry.exports()) {
            if (export.api().equals(api) && export.transportOrRpc() == transport) {
                Site site = entry.site();
                Route route = route(site, export);
                return route instanceof Route.NotExported
                        ? Optional.empty()
                        : Optional.of(
                                new Provider(
                                        site.key(),
                                        site.id(),
                                        site.owner(),
                                        export.metaOrNone(),
                                        export.eventsOrNone(),
                                        route));
            }
        }
        return Optional.empty();
    }

    private static Route route(Site site, Manifest.Export export) {
        return switch (site) {
            case Site.Live(var key, var id, var owner, var socket) ->
                    new Route.Found(new Endpoint(key, id, owner, socket, export.pathOrRoot()));
            case Site.Down down when down.comes() -> new Route.Coming(down.key(), down.id());
            case Site.Down down -> new Route.Stopped(down.id());
            case Site.Folder _ -> new Route.NotExported();
        };
    }

    private interface Change {
        void on(Map<ServiceKey, Entry> next);
    }

    private void change(Change change) {
        writing.lock();
        try {
            var next = new LinkedHashMap<>(entries);
            change.on(next);
            entries = Collections.unmodifiableMap(next);
        } finally {
            writing.unlock();
        }
    }
}
