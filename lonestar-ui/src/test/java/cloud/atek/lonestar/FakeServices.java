package cloud.atek.lonestar;

import cloud.atek.api.ApiId;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.What;
import cloud.atek.api.services.AvailableUpdate;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.LogLines;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ProviderList;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceInfo.Status;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.Installed;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.api.services.ServiceStats;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.api.services.Updated;
import cloud.atek.api.services.VersionCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The services API over a map: what is started here only changes its word. Thread-safe.
final class FakeServices implements ServicesApi {

    /// An install whose source has this word ends when [#letInstallsEnd] is called.
    static final String SLOW = "slow";

    /// An install whose source has this word is refused.
    static final String BROKEN = "broken";

    static final String REFUSAL =
            "No release (git tag) has been set for broken. Tag a version, such as v1.0.0.";

    private static final Duration INSTALL_MAX = Duration.ofSeconds(10);

    private final Map<String, ServiceInfo> services = new LinkedHashMap<>();
    private final Map<String, List<String>> logs = new TreeMap<>();
    private final CountDownLatch installs = new CountDownLatch(1);

    FakeServices(List<ServiceInfo> first) {
        first.forEach(this::add);
    }

    synchronized void add(ServiceInfo info) {
        services.put(info.settings().id().value(), info);
    }

    synchronized void write(String id, String line) {
        logs.computeIfAbsent(id, _ -> new ArrayList<>()).add(line);
        notifyAll();
    }

    void letInstallsEnd() {
        installs.countDown();
    }

    @Override
    public synchronized ServiceList list() {
        return new ServiceList(List.copyOf(services.values()));
    }

    @Override
    public synchronized ServiceInfo get(String id) {
        ServiceInfo info = services.get(id);
        if (info == null) {
            throw new RefusedException("Not authorized");
        }
        return info;
    }

    @Override
    public ServiceInfo install(InstallOptions options) {
        String source = options.sourceUrl();
        if (source.contains(SLOW)) {
            await();
        }
        if (source.contains(BROKEN)) {
            throw new RefusedException(REFUSAL);
        }
        String last = source.substring(source.lastIndexOf('/') + 1).replace(".git", "");
        String id = options.id() == null ? last : options.id();
        ServiceInfo info = Samples.installed(id, source, options.desiredVersion());
        add(info);
        return info;
    }

    @Override
    public synchronized void uninstall(String id) {
        get(id);
        services.remove(id);
    }

    @Override
    public synchronized void configure(String id, ConfigureOptions options) {
        ServiceInfo old = get(id);
        Map<String, String> config = new TreeMap<>(orEmpty(old.settings().config()));
        config.putAll(orEmpty(options.config()));
        config.values().removeIf(String::isEmpty);
        ServiceRecord was = old.settings();
        var now =
                new ServiceRecord(
                                was.id(),
                                was.owningUserKey(),
                                was.sourceUrl(),
                                was.desiredVersion(),
                                was.source(),
                                was.manifest(),
                                config)
                        .after(was.previous());
        add(with(old, now, old.state(), old.reason()));
    }

    @Override
    public void start(String id) {
        turn(id, State.RUNNING);
    }

    @Override
    public void stop(String id) {
        turn(id, State.STOPPED);
    }

    @Override
    public void restart(String id) {
        turn(id, State.RUNNING);
    }

    @Override
    public VersionCheck checkForPackageUpdates(String id) {
        AvailableUpdate update = get(id).update();
        String installed = version(get(id).settings().source());
        return new VersionCheck(
                update != null, installed, update == null ? installed : update.version());
    }

    @Override
    public Updated updatePackage(String id, UpdateOptions options) {
        ServiceInfo old = get(id);
        AvailableUpdate update = old.update();
        if (update == null) {
            throw new RefusedException(id + " is up to date.");
        }
        var now = new Installed(SourceType.GIT, update.version(), null, null, null);
        Updated done = exchange(old, now);
        var more = new What.Limits(256, null, null);
        return new Updated(
                done.installedVersion(),
                done.oldVersion(),
                List.of(new ServiceRights.Wanted(more, "Have 256 MiB of memory", null, false)));
    }

    @Override
    public Updated rollback(String id) {
        ServiceInfo old = get(id);
        return exchange(old, Objects.requireNonNull(old.settings().previous()));
    }

    private synchronized Updated exchange(ServiceInfo old, Installed now) {
        ServiceRecord was = old.settings();
        ServiceRecord record = was.holding(now, was.manifest()).after(was.source());
        add(
                new ServiceInfo(
                        old.status(),
                        old.key(),
                        record,
                        old.state(),
                        null,
                        old.core(),
                        old.url(),
                        old.sandbox(),
                        old.since(),
                        old.activation(),
                        null));
        return new Updated(version(now), version(was.source()));
    }

    private static String version(Installed installed) {
        return Objects.requireNonNullElse(installed.installedVersion(), "");
    }

    @Override
    public synchronized LogLines logs(String id, LogRange range) {
        get(id);
        List<String> all = logs.computeIfAbsent(id, _ -> new ArrayList<>());
        int from = range.after() == null ? 0 : Integer.parseInt(range.after());
        awaitLine(all, from, range.waitMs() == null ? 0 : range.waitMs());
        return new LogLines(
                List.copyOf(all.subList(from, all.size())), Integer.toString(all.size()));
    }

    @Override
    public ServiceStats stats(String id) {
        get(id);
        return new ServiceStats(null, null, null, null, null, 0, 0, 0, null, 0, 0, 0, 0, null);
    }

    @Override
    public synchronized void setPermissions(String id, @Nullable ServicePermissions permissions) {
        ServiceInfo old = get(id);
        add(with(old, old.settings().withPermissions(permissions), old.state(), null));
    }

    @Override
    public ProviderList providers(ApiId api) {
        return new ProviderList(List.of());
    }

    private synchronized void turn(String id, State state) {
        ServiceInfo old = get(id);
        add(with(old, old.settings(), state, null));
    }

    private synchronized void awaitLine(List<String> all, int from, long patienceMs) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        try {
            while (all.size() == from) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    return;
                }
                wait(leftMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            if (!installs.await(INSTALL_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RefusedException("The install took too long.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServiceInfo with(
            ServiceInfo old, ServiceRecord settings, State state, @Nullable String reason) {
        Status status = state == State.RUNNING ? Status.ACTIVE : Status.INACTIVE;
        return new ServiceInfo(
                status,
                old.key(),
                settings,
                state,
                reason,
                old.core(),
                old.url(),
                old.sandbox(),
                old.since(),
                old.activation(),
                old.update());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
