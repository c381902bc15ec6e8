package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.install.ServiceIds;
import cloud.atek.host.install.Source;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All services by key, and the names that are taken. Thread-safe.
final class Units {

    /// The host itself, its domain, what it brings along, and names that browsers show as others
    /// (RFC 5891 section 4.2.3.1: two hyphens after two letters).
    private static final Pattern HOSTS =
            Pattern.compile("system|localhost|core(\\..*)?|(.*\\.)?..--.*");

    private final Map<ServiceKey, Unit> byKey =
            new ConcurrentSkipListMap<>(Comparator.comparing(ServiceKey::value));
    private final Set<ServiceId> reserved = ConcurrentHashMap.newKeySet();
    private final ReentrantLock naming = new ReentrantLock();

    Collection<Unit> all() {
        return byKey.values();
    }

    Set<ServiceKey> keys() {
        return Set.copyOf(byKey.keySet());
    }

    void add(Unit unit) {
        byKey.put(unit.key, unit);
    }

    void remove(Unit unit) {
        byKey.remove(unit.key);
    }

    Optional<Unit> find(ServiceKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// Finds one that `caller` may see.
    Optional<Unit> find(Caller.Known caller, String id) {
        return all().stream()
                .filter(unit -> unit.id().value().equals(id))
                .filter(unit -> mayTouch(caller, unit))
                .findFirst();
    }

    static boolean mayTouch(Caller.Known caller, Unit unit) {
        return caller.admin() || unit.owner().equals(caller.user());
    }

    /// What was installed for everyone is seen by everyone; what the host brings along is not.
    static boolean maySee(Caller.Known caller, Unit unit) {
        return mayTouch(caller, unit) || (!unit.core && unit.owner().equals(UserKey.SYSTEM));
    }

    /// Changes one that `caller` may touch, alone.
    Result change(Caller.Known caller, String id, Function<Unit, Result> action) {
        Optional<Unit> found = find(caller, id);
        if (found.isEmpty()) {
            return new Result.Refused("Not authorized");
        }
        Unit unit = found.get();
        if (unit.status().state() == State.INSTALLING) {
            return new Result.Refused(id + " is being installed; wait until that is done");
        }
        unit.lock.lock();
        try {
            // Somebody may have uninstalled or renamed it while this one waited.
            return all().contains(unit) && unit.id().value().equals(id)
                    ? action.apply(unit)
                    : new Result.Refused("Not authorized");
        } finally {
            unit.lock.unlock();
        }
    }

    /// A name that nobody has, kept for one new service until [#release].
    sealed interface Name {

        record Reserved(ServiceId id) implements Name {}

        /// @param why one sentence
        record Refused(String why) implements Name {}
    }

    /// Reserves the wanted name, or makes one from the source.
    Name reserve(@Nullable String wanted, Source source) {
        naming.lock();
        try {
            return reserve(wanted == null ? ServiceIds.from(source, this::unfit).value() : wanted);
        } finally {
            naming.unlock();
        }
    }

    /// Reserves the wanted name.
    Name reserve(String wanted) {
        naming.lock();
        try {
            Optional<String> wrong = wrong(wanted);
            if (wrong.isPresent()) {
                return new Name.Refused(wrong.get());
            }
            var id = new ServiceId(wanted);
            reserved.add(id);
            return new Name.Reserved(id);
        } finally {
            naming.unlock();
        }
    }

    void release(ServiceId id) {
        reserved.remove(id);
    }

    /// Why this cannot be the name of a new service; empty when it can.
    private Optional<String> wrong(String id) {
        if (!ServiceId.fits(id)) {
            return Optional.of(
                    "\"%s\" cannot be a service's ID: want a-z, 0-9 and -, beginning with a letter"
                            .formatted(id));
        }
        if (HOSTS.matcher(id).matches()) {
            return Optional.of("\"%s\" is kept for the host; choose another ID".formatted(id));
        }
        return taken(new ServiceId(id))
                ? Optional.of("App already exists under the ID: " + id)
                : Optional.empty();
    }

    private boolean unfit(ServiceId id) {
        return HOSTS.matcher(id.value()).matches() || taken(id);
    }

    private boolean taken(ServiceId id) {
        return reserved.contains(id) || all().stream().anyMatch(unit -> unit.id().equals(id));
    }
}
