package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.AutoKeys;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.permissions.What;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.host.serverdb.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All grants, and from them what is in force. Thread-safe; to ask never waits for a change.
///
/// The tables of the server database are its memory beyond a restart. Until they are open nobody
/// has a grant, and only what the host brings along runs.
public final class Grants implements Rights {

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/grant";

    /// Table of the server database.
    public static final String LIMITED_PATH = "/atek.cloud/limited-service";

    private final ReentrantLock changing = new ReentrantLock();
    private final Map<ServiceKey, Map<String, GrantRecord>> held = new ConcurrentHashMap<>();
    private final List<Consumer<ServiceKey>> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final AutoKeys keys;
    private volatile Subject.Book subjects = Subject.Book.EMPTY;
    private volatile @Nullable Tables tables;

    /// Where they are kept.
    public record Tables(Table<GrantRecord> grants, Table<LimitedRecord> limited) {}

    public Grants(Clock clock) {
        this.clock = clock;
        this.keys = new AutoKeys(clock);
    }

    /// From now on these are the services that there are.
    public void know(Subject.Book book) {
        subjects = book;
    }

    /// Those that there are.
    public Subject.Book subjects() {
        return new Subject.Book() {
            @Override
            public Optional<Subject> find(ServiceKey key) {
                return subjects.find(key);
            }

            @Override
            public Collection<Subject> all() {
                return subjects.all();
            }
        };
    }

    /// From now on these count.
    public void open(Tables opened) {
        changing.lock();
        try {
            opened.grants().all().forEach(this::hold);
            tables = opened;
        } finally {
            changing.unlock();
        }
    }

    /// The services are known now, as they were installed: what was granted to one that is there no
    /// more is forgotten.
    public void sweep() {
        for (ServiceKey service : held.keySet()) {
            if (subjects.find(service).isEmpty()) {
                forget(service);
            }
        }
        subjects.all().forEach(this::settle);
    }

    /// A service that said once what it needs stays limited: an update that says nothing any more
    /// gets no more by it.
    public void settle(Subject subject) {
        if (subject.declared()) {
            limit(subject.key());
        }
    }

    private void hold(String key, GrantRecord grant) {
        held.merge(
                grant.service(),
                Map.of(key, grant),
                (old, one) -> {
                    var next = new TreeMap<>(old);
                    next.putAll(one);
                    return next;
                });
    }

    /// Tells each time that the rights of a service may have changed.
    @Override
    public void onChange(Consumer<ServiceKey> heard) {
        listeners.add(heard);
    }

    @Override
    public Of of(ServiceKey service) {
        Subject subject = subjects.find(service).orElse(null);
        return subject == null ? Of.NOTHING : of(subject);
    }

    Of of(Subject subject) {
        var apis = new ArrayList<What.ApiGrant>();
        var network = new HashSet<HostPort>();
        var folders = new LinkedHashMap<String, What.FolderGrant>();
        boolean full = false;
        What.Limits limits = new What.Limits(null, null, null);
        for (GrantRecord grant : inForce(subject).values()) {
            switch (grant.what()) {
                case What.ApiGrant api -> apis.add(api);
                case What.NetworkGrant host -> network.add(host.at());
                case What.FullNetwork _ -> full = true;
                case What.FolderGrant folder ->
                        folders.merge(folder.name(), folder, (a, b) -> a.covers(b) ? a : b);
                case What.Limits wanted -> limits = wanted;
            }
        }
        return new Of(
                limited(subject),
                apis,
                network,
                full,
                List.copyOf(folders.values()),
                limits.memory(),
                limits.cpu(),
                limits.storage());
    }

    /// Those that count for its owner now, by their keys, oldest first.
    Map<String, GrantRecord> inForce(Subject subject) {
        Instant now = clock.instant();
        var all = new TreeMap<String, GrantRecord>();
        held.getOrDefault(subject.key(), Map.of())
                .forEach((key, grant) -> {
                    if (grant.user().equals(subject.owner()) && !grant.over(now)) {
                        all.put(key, grant);
                    }
                });
        return all;
    }

    /// What a service may call, for those who know the first permissions alone.
    ///
    /// @return null when it may what its owner may
    public @Nullable ServicePermissions permissions(ServiceKey service) {
        Subject subject = subjects.find(service).orElse(null);
        return subject == null || !limited(subject)
                ? null
                : new ServicePermissions(
                        of(subject).apis().stream()
                                .map(api -> new ServicePermissions.Grant(api.api(), api.methods()))
                                .toList());
    }

    boolean limited(Subject subject) {
        Tables known = tables;
        return !subject.core() && (subject.declared() || marked(known, subject));
    }

    private static boolean marked(@Nullable Tables known, Subject subject) {
        return known != null && known.limited().find(subject.key().value()).isPresent();
    }

    /// Adds grants, for its present owner.
    ///
    /// @param expires null for never
    /// @return them by their keys
    public Map<String, GrantRecord> add(
            Subject subject, List<What> what, String by, @Nullable Instant expires) {
        changing.lock();
        try {
            var added = new LinkedHashMap<String, GrantRecord>();
            for (What one : what) {
                var grant =
                        new GrantRecord(
                                subject.key(),
                                subject.owner(),
                                one,
                                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                                by,
                                expires == null ? null : expires.toString());
                List<String> old = same(subject, grant);
                String key = keys.next();
                opened().grants().put(key, grant);
                hold(key, grant);
                added.put(key, grant);
                drop(subject.key(), old);
            }
            return added;
        } finally {
            changing.unlock();
            changed(subject.key());
        }
    }

    /// The keys of those of the same thing: the new one takes their place.
    private List<String> same(Subject subject, GrantRecord grant) {
        return inForce(subject).entrySet().stream()
                .filter(old -> same(old.getValue().what(), grant.what()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void drop(ServiceKey service, List<String> gone) {
        var left = new TreeMap<>(held.getOrDefault(service, Map.of()));
        for (String key : gone) {
            opened().grants().remove(key);
            left.remove(key);
        }
        held.put(service, left);
    }

    private static boolean same(What old, What next) {
        return switch (next) {
            case What.Limits _ -> old instanceof What.Limits;
            case What.FolderGrant(String name, _) ->
                    old instanceof What.FolderGrant(String other, _) && other.equals(name);
            case What.ApiGrant _, What.NetworkGrant _, What.FullNetwork _ -> old.equals(next);
        };
    }

    /// Takes back those that `which` holds for.
    ///
    /// @return how many there were
    public int remove(Subject subject, Predicate<Map.Entry<String, GrantRecord>> which) {
        changing.lock();
        try {
            List<String> gone =
                    held.getOrDefault(subject.key(), Map.of()).entrySet().stream()
                            .filter(which)
                            .map(Map.Entry::getKey)
                            .toList();
            drop(subject.key(), gone);
            return gone.size();
        } finally {
            changing.unlock();
            changed(subject.key());
        }
    }

    /// From now on it has nothing but its grants.
    public void limit(ServiceKey service) {
        Table<LimitedRecord> limited = opened().limited();
        if (limited.find(service.value()).isEmpty()) {
            limited.put(service.value(), new LimitedRecord(clock.instant().toString()));
            changed(service);
        }
    }

    /// It may use again what its owner may, unless it says itself what it needs.
    public void unlimit(ServiceKey service) {
        Table<LimitedRecord> limited = opened().limited();
        if (limited.find(service.value()).isPresent()) {
            limited.remove(service.value());
            changed(service);
        }
    }

    /// Ends what has expired since the last time.
    ///
    /// @return it, by services
    Map<ServiceKey, List<What>> expire() {
        Instant now = clock.instant();
        var ended = new LinkedHashMap<ServiceKey, List<What>>();
        for (Subject subject : subjects.all()) {
            List<What> over =
                    held.getOrDefault(subject.key(), Map.of()).values().stream()
                            .filter(grant -> grant.over(now))
                            .map(GrantRecord::what)
                            .toList();
            if (!over.isEmpty()) {
                ended.put(subject.key(), over);
                remove(subject, grant -> grant.getValue().over(now));
            }
        }
        return ended;
    }

    /// All that is kept of one service goes.
    public void forget(ServiceKey service) {
        changing.lock();
        try {
            held.getOrDefault(service, Map.of()).keySet().forEach(opened().grants()::remove);
            held.remove(service);
            opened().limited().remove(service.value());
        } finally {
            changing.unlock();
        }
        changed(service);
    }

    void changed(ServiceKey service) {
        listeners.forEach(listener -> listener.accept(service));
    }

    private Tables opened() {
        Tables known = tables;
        if (known == null) {
            throw new IllegalStateException("the server database is not open yet");
        }
        return known;
    }
}
