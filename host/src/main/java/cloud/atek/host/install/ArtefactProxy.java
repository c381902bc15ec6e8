package cloud.atek.host.install;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.host.egress.Dialer;
import cloud.atek.host.egress.HostName;
import cloud.atek.host.egress.Policy;
import cloud.atek.host.egress.WayOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The only way out of a build: a proxy on a unix socket that leads to a few servers and to nobody
/// else, and not to too much of them. Thread-safe.
final class ArtefactProxy implements AutoCloseable {

    static final String SOCKET = "proxy.sock";

    /// How many of the servers that it may not reach are told.
    private static final int REFUSED_MAX = 64;

    private final Path folder;
    private final Registries policy;
    private final WayOut.Listening way;

    /// Listens in a new folder, whose path is short enough for a socket.
    ///
    /// @param hosts whom it may reach
    /// @param bytesMax how much may come and go in all
    ArtefactProxy(Set<HostPort> hosts, long bytesMax, Dialer dialer) throws IOException {
        this.policy = new Registries(hosts, bytesMax);
        this.folder = Files.createTempDirectory("atek");
        this.way = WayOut.listen(folder.resolve(SOCKET), policy, dialer);
    }

    /// Where the socket is.
    Path folder() {
        return folder;
    }

    /// Servers that were asked for and may not be reached.
    Set<String> refused() {
        return Set.copyOf(policy.refused);
    }

    /// Whether the build fetched more than it may.
    boolean exhausted() {
        return policy.bytes.get() > policy.bytesMax;
    }

    @Override
    public void close() throws IOException {
        way.close();
        Disk.delete(folder);
    }

    private static final class Registries implements Policy {
        private final Set<HostPort> hosts;
        private final long bytesMax;
        private final AtomicLong bytes = new AtomicLong();
        private final Set<String> refused = ConcurrentHashMap.newKeySet();

        Registries(Set<HostPort> hosts, long bytesMax) {
            this.hosts = Set.copyOf(hosts);
            this.bytesMax = bytesMax;
        }

        @Override
        public boolean allows(HostPort to) {
            return hosts.contains(to);
        }

        /// The owner named them, not the package; his may stand at home.
        @Override
        public HostName where(HostName host) {
            return host instanceof HostName.Name name ? name.alsoAtHome() : host;
        }

        @Override
        public String refused(HostPort to) {
            if (refused.size() < REFUSED_MAX) {
                refused.add(to.host());
            }
            return "Builds cannot reach " + to + ".";
        }

        @Override
        public void passes(HostPort to, long sent, long received) throws IOException {
            if (bytes.addAndGet(sent + received) > bytesMax) {
                throw new IOException("the build fetched too much");
            }
        }
    }
}
