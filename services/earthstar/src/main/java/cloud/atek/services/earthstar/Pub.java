package cloud.atek.services.earthstar;

import cloud.atek.api.ServiceKey;
import cloud.atek.earthstar.sync.LiveSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state of the process: the workspaces, the key pairs, and what goes on with other homes.
/// Thread-safe.
final class Pub implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pub.class);

    /// The host lets a service run that has this file in its data folder, though nobody asks for
    /// it: there are peers to sync with, or guests may come.
    static final String AWAKE = "awake";

    /// A file in the data folder that the host reads, a line `<host>:<port>` for each peer.
    static final String PEERS = "peers";

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final ServiceKey self;
    private final Path data;
    private final Registry registry;
    private final Keyring keyring;
    private final WorkspaceKeys workspaceKeys;
    private final Switches switches;
    private final Replicas replicas;
    private final Syncing syncing;
    private final Map<String, Set<LiveSync>> guests = new ConcurrentHashMap<>();
    private final Thread sweeper;

    private Pub(ServiceKey self, Path data, PeerSync.Ways ways) throws IOException {
        this.self = self;
        this.data = data;
        this.registry = Registry.open(data.resolve("workspaces.json"));
        this.keyring = Keyring.open(data.resolve("keypairs.json"));
        this.workspaceKeys = WorkspaceKeys.open(data.resolve("workspace-keys.json"));
        this.switches = Switches.open(data.resolve("switches.json"));
        this.replicas = new Replicas(registry, data);
        this.syncing = new Syncing(replicas, ways, Clock.systemUTC());
        this.sweeper = Thread.ofVirtual().name("sweeper").unstarted(this::sweep);
    }

    /// @param self the key that the pub has as a service
    /// @param data the folder that it alone writes
    static Pub open(ServiceKey self, Path data, PeerSync.Ways ways) throws IOException {
        var pub = new Pub(self, Files.createDirectories(data), ways);
        pub.replicas.keepOnly(pub.registry.all());
        pub.workspaceKeys.keepOnly(
                pub.registry.all().stream().map(Entry::workspace).collect(Collectors.toSet()));
        pub.registry.all().forEach(pub.syncing::update);
        pub.stayOrSleep();
        pub.sweeper.start();
        return pub;
    }

    ServiceKey self() {
        return self;
    }

    Registry registry() {
        return registry;
    }

    Keyring keyring() {
        return keyring;
    }

    WorkspaceKeys workspaceKeys() {
        return workspaceKeys;
    }

    Switches switches() {
        return switches;
    }

    Replicas replicas() {
        return replicas;
    }

    Syncing syncing() {
        return syncing;
    }

    /// Ends the watch over a guest who left.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// The guest is sent away when the workspace is not published any more, or its settings change.
    Watch watched(String workspace, LiveSync guest) {
        Set<LiveSync> all = guests.computeIfAbsent(workspace, _ -> ConcurrentHashMap.newKeySet());
        all.add(guest);
        return () -> all.remove(guest);
    }

    /// How many other homes are connected to a workspace.
    int guests(String workspace) {
        return guests.getOrDefault(workspace, Set.of()).size();
    }

    /// The settings or peers of a workspace changed.
    void changed(Entry entry) throws IOException {
        replicas.changed(entry);
        sendAway(entry.workspace());
        syncing.update(entry);
        stayOrSleep();
    }

    /// Nobody here has the workspace any more.
    void remove(Entry entry) throws IOException {
        registry.remove(entry.workspace());
        workspaceKeys.remove(entry.workspace(), _ -> true);
        syncing.forget(entry);
        sendAway(entry.workspace());
        replicas.delete(entry.workspace());
        stayOrSleep();
    }

    private void sendAway(String workspace) {
        for (LiveSync guest : guests.getOrDefault(workspace, Set.of())) {
            try {
                guest.close();
            } catch (IOException e) {
                log.debug("a guest was gone", e);
            }
        }
    }

    private synchronized void stayOrSleep() throws IOException {
        tellPeers();
        boolean stay =
                registry.all().stream()
                        .anyMatch(entry ->
                                entry.published()
                                        || entry.peers().stream().anyMatch(PeerRun::active));
        Path file = data.resolve(AWAKE);
        if (!stay) {
            Files.deleteIfExists(file);
        } else if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    /// The host lets us reach these and nobody else.
    private void tellPeers() throws IOException {
        List<String> peers =
                registry.all().stream()
                        .flatMap(entry -> entry.peers().stream())
                        .map(peer -> PeerAddress.of(peer.url()))
                        .map(address -> address.host() + ":" + address.port())
                        .distinct()
                        .toList();
        Path beside = data.resolve(PEERS + ".new");
        Files.write(beside, peers);
        Files.move(beside, data.resolve(PEERS), StandardCopyOption.ATOMIC_MOVE);
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(SWEEP_EVERY);
                replicas.sweep();
            }
        } catch (InterruptedException e) {
            // The pub closes.
        }
    }

    @Override
    public void close() throws IOException {
        sweeper.interrupt();
        syncing.close();
        guests.keySet().forEach(this::sendAway);
        replicas.close();
    }
}
