package cloud.atek.host.permissions;

import static java.util.Objects.requireNonNullElse;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.AutoKeys;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.permissions.What;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.host.serverdb.Table;
import cloud.atek.host.storage.FolderSize;
import cloud.atek.host.storage.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final Folders folders;
    private volatile Subject.Book subjects = Subject.Book.EMPTY;
    private volatile @Nullable Tables tables;

    /// Where they are kept.
    public record Tables(Table<GrantRecord> grants, Table<LimitedRecord> limited) {}

    /// @param folders of the people whose folders are granted
    public Grants(Clock clock, Folders folders) {
        this.clock = clock;
        this.folders = folders;
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
        var seen = new LinkedHashMap<String, Folder>();
        boolean full = false;
        What.Limits limits = What.Limits.NONE;
        for (GrantRecord grant : inForce(subject).values()) {
            switch (grant.what()) {
                case What.ApiGrant api -> apis.add(api);
                case What.NetworkGrant host -> network.add(host.at());
                case What.FullNetwork _ -> full = true;
                case What.FolderGrant folder ->
                        seen.merge(
                                folder.name(),
                                new Folder(folder, requireNonNullElse(grant.held(), Held.NOTHING)),
                                (a, b) -> a.grant().covers(b.grant()) ? a : b);
                case What.Limits newer -> limits = limits.with(newer);
            }
        }
        return new Of(
                limited(subject),
                apis,
                network,
                full,
                List.copyOf(seen.values()),
                limits.memory(),
                limits.cpu(),
                limits.storage());
    }

    /// More, or less, of the machine than every service has.
    What.Limits limits(Subject subject) {
        Of of = of(subject);
        return new What.Limits(of.memoryMb(), of.cpuPercent(), of.storageMb());
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
    /// @throws UncheckedIOException when a folder that it may change cannot be looked through
    public Map<String, GrantRecord> add(
            Subject subject, List<What> what, String by, @Nullable Instant expires) {
        // Before the lock: to look through a large folder takes its time.
        List<GrantRecord> wanted =
                what.stream().map(one -> record(subject, one, by, expires)).toList();
        changing.lock();
        try {
            var added = new LinkedHashMap<String, GrantRecord>();
            for (GrantRecord grant : wanted) {
                Map<String, GrantRecord> before = inForce(subject);
                String key = keys.next();
                opened().grants().put(key, grant);
                hold(key, grant);
                added.put(key, grant);
                replace(subject.key(), before, grant.what());
            }
            return added;
        } finally {
            changing.unlock();
            changed(subject.key());
        }
    }

    private GrantRecord record(Subject subject, What what, String by, @Nullable Instant expires) {
        return new GrantRecord(
                subject.key(),
                subject.owner(),
                what,
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                by,
                expires == null ? null : expires.toString(),
                what instanceof What.FolderGrant folder && folder.access() == Access.WRITE
                        ? before(subject, folder)
                        : null);
    }

    /// What lies in a folder that it may change from now on, or lay in it when it first could: who
    /// is granted the same again gets no new room by it.
    private Held before(Subject subject, What.FolderGrant folder) {
        for (GrantRecord old : inForce(subject).values()) {
            if (old.what().equals(folder)) {
                return requireNonNullElse(old.held(), Held.NOTHING);
            }
        }
        try {
            FolderSize size = folders.size(subject.owner(), folder.name());
            return new Held(size.bytes(), size.files());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder " + folder.name() + " cannot be looked through", e);
        }
    }

    /// The new one takes the place of what was granted of the same thing.
    private void replace(ServiceKey service, Map<String, GrantRecord> before, What next) {
        var gone = new ArrayList<String>();
        before.forEach((key, old) -> {
            What left = without(old.what(), next);
            if (left == null) {
                gone.add(key);
            } else if (!left.equals(old.what())) {
                GrantRecord less = old.of(left);
                opened().grants().put(key, less);
                hold(key, less);
            }
        });
        drop(service, gone);
    }

    /// What of an older grant counts beside a newer one; null for nothing.
    private static @Nullable What without(What old, What next) {
        return switch (next) {
            case What.Limits newer when old instanceof What.Limits limits -> limits.without(newer);
            case What.FolderGrant(String name, _)
                    when old instanceof What.FolderGrant(String other, _) && other.equals(name) ->
                    null;
            case What _ -> old.equals(next) ? null : old;
        };
    }

    private void drop(ServiceKey service, List<String> gone) {
        var left = new TreeMap<>(held.getOrDefault(service, Map.of()));
        for (String key : gone) {
            opened().grants().remove(key);
            left.remove(key);
        }
        held.put(service, left);
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
