package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.permissions.What;
import cloud.atek.host.serverdb.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private volatile Subject.Book subjects = Subject.Book.EMPTY;
    private volatile @Nullable Tables tables;

    /// Where they are kept.
    public record Tables(Table<GrantRecord> grants, Table<LimitedRecord> limited) {}

    public Grants(Clock clock) {
        this.clock = clock;
    }

    /// From now on these are the services that there are.
    public void know(Subject.Book book) {
        subjects = book;
    }

    /// From now on these count. What was granted to a service that is there no more is forgotten.
    public void open(Tables opened) {
        changing.lock();
        try {
            opened.grants().all().forEach(this::hold);
            tables = opened;
        } finally {
            changing.unlock();
        }
        for (ServiceKey service : held.keySet()) {
            if (subjects.find(service).isEmpty()) {
                forget(service);
            }
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
                case What.Limits more -> limits = over(limits, more);
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

    /// What was granted last counts.
    private static What.Limits over(What.Limits old, What.Limits last) {
        return new What.Limits(
                last.memory() == null ? old.memory() : last.memory(),
                last.cpu() == null ? old.cpu() : last.cpu(),
                last.storage() == null ? old.storage() : last.storage());
    }

    boolean limited(Subject subject) {
        Tables known = tables;
        return subject.declared()
                || (known != null && known.limited().find(subject.key().value()).isPresent());
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
