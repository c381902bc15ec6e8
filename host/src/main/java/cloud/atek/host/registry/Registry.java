package cloud.atek.host.registry;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
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

    private record Entry(Site site, List<Manifest.Export> exports) {}

    /// Tells the present truth about one service; what was known of it before is forgotten.
    public void register(Site site, List<Manifest.Export> exports) {
        change(next -> next.put(site.key(), new Entry(site, List.copyOf(exports))));
    }

    /// Forgets an uninstalled service.
    public void withdraw(ServiceKey service) {
        change(next -> next.remove(service));
    }

    /// Finds who answers `api` for `user`.
    public Route find(Transport transport, ApiId api, UserKey user) {
        return find(
                transport,
                api,
                List.of(owner -> owner.equals(user), owner -> owner.equals(UserKey.SYSTEM)));
    }

    /// Finds who answers `api` among the services of everyone, those of the household first: for
    /// the host itself.
    public Route findEverywhere(Transport transport, ApiId api) {
        return find(transport, api, List.of(owner -> owner.equals(UserKey.SYSTEM), _ -> true));
    }

    private Route find(Transport transport, ApiId api, List<Predicate<UserKey>> owners) {
        Route best = new Route.NotExported();
        for (Predicate<UserKey> wanted : owners) {
            for (Entry entry : entries.values()) {
                if (!wanted.test(entry.site().owner())) {
                    continue;
                }
                Route route = route(entry, transport, api);
                if (route instanceof Route.Found) {
                    return route;
                }
                if (route instanceof Route.Stopped) {
                    best = route;
                }
            }
        }
        return best;
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

    private static Route route(Entry entry, Transport transport, ApiId api) {
        for (Manifest.Export export : entry.exports()) {
            if (export.api().equals(api) && export.transportOrRpc() == transport) {
                return switch (entry.site()) {
                    case Site.Live(var key, var id, var owner, var socket) ->
                            new Route.Found(
                                    new Endpoint(key, id, owner, socket, export.pathOrRoot()));
                    case Site.Down down -> new Route.Stopped(down.id());
                    case Site.Folder _ -> new Route.NotExported();
                };
            }
        }
        return new Route.NotExported();
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
