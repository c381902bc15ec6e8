package cloud.atek.host.egress;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.services.NetworkUse;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.permissions.Rights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The ways of all services into the network: each may go where it was granted, by exact host and
/// port, and nowhere else. What is not granted any more ends within a second. Thread-safe.
public final class Egress {

    /// So many places that one service was refused are written down in the audit; that it asks
    /// again, or for more, is only counted.
    static final int AUDITED_MAX = 32;

    /// How often it is looked whether what is open is still allowed.
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final int FORBIDDEN = 403;

    private final Rights rights;
    private final Dialer dialer;
    private final Audit audit;
    private final Map<ServiceKey, Uses> uses = new ConcurrentHashMap<>();
    private final Map<ServiceKey, Set<WayOut>> ways = new ConcurrentHashMap<>();

    public Egress(Rights rights, Dialer dialer, Audit audit) {
        this.rights = rights;
        this.dialer = dialer;
        this.audit = audit;
        rights.onChange(service -> recheck(ways.getOrDefault(service, Set.of())));
        Thread.ofVirtual().name("egress").start(this::watch);
    }

    /// A grant ends by itself when its time is over, and tells nobody.
    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                ways.values().forEach(Egress::recheck);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void recheck(Set<WayOut> all) {
        all.forEach(WayOut::recheck);
    }

    /// A process of a service.
    ///
    /// @param name the ID of the service now
    /// @param caller as whom it asks; empty once it may not any more
    public record Program(
            ServiceKey key, Supplier<String> name, Supplier<Optional<Caller.Known>> caller) {}

    /// A way out for one process, until [#end].
    public WayOut open(Program program) {
        Uses mine = uses.computeIfAbsent(program.key(), _ -> new Uses());
        var way = new WayOut(new Granted(program, mine), dialer);
        ways.computeIfAbsent(program.key(), _ -> ConcurrentHashMap.newKeySet()).add(way);
        return way;
    }

    /// Ends the ways of a service whose process ends.
    public void end(ServiceKey key) {
        Set<WayOut> all = ways.remove(key);
        if (all != null) {
            all.forEach(WayOut::close);
        }
    }

    /// Where a service went since the host began, by host and port.
    public List<NetworkUse> use(ServiceKey key) {
        Uses mine = uses.get(key);
        return mine == null ? List.of() : mine.all();
    }

    private final class Granted implements Policy {
        private final Program program;
        private final Uses uses;

        Granted(Program program, Uses uses) {
            this.program = program;
            this.uses = uses;
        }

        @Override
        public boolean allows(HostPort to) {
            return rights.of(program.key()).network().contains(to);
        }

        @Override
        public String refused(HostPort to) {
            String name = program.name().get();
            if (uses.refused(to, AUDITED_MAX)) {
                audit.record(
                        new Deed(
                                program.caller().get().orElse(null),
                                "network connect",
                                new Deed.Target("host", to.toString(), null, null),
                                new Deed.Ending.Refused(FORBIDDEN),
                                name + " was not granted it"));
            }
            return "%s may not reach %s. Its owner can allow it: `atek grant %s %s`."
                    .formatted(name, to, name, to);
        }

        @Override
        public void connected(HostPort to) {
            uses.of(to).connected();
        }

        @Override
        public void ended(HostPort to) {
            uses.of(to).ended();
        }

        @Override
        public void passes(HostPort to, long sent, long received) {
            uses.of(to).passes(sent, received);
        }
    }
}
