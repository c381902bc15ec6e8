package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.SyncApi.PeerInfo;
import cloud.atek.api.earthstar.SyncApi.SyncReport;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The peers of all workspaces. Thread-safe.
final class Syncing implements AutoCloseable {

    private record Key(String workspace, String url) {}

    private final Map<Key, PeerRun> runs = new HashMap<>();
    private final Replicas replicas;
    private final PeerSync.Ways ways;
    private final Clock clock;

    Syncing(Replicas replicas, PeerSync.Ways ways, Clock clock) {
        this.replicas = replicas;
        this.ways = ways;
        this.clock = clock;
    }

    /// Does for each peer of a workspace what is to be done from now on.
    synchronized void update(Entry entry) {
        runs.entrySet()
                .removeIf(each -> {
                    boolean gone =
                            each.getKey().workspace().equals(entry.workspace())
                                    && !entry.peers().contains(each.getValue().peer());
                    if (gone) {
                        each.getValue().stop();
                    }
                    return gone;
                });
        entry.peers().forEach(peer -> run(entry, peer));
    }

    /// The workspace is not here any more.
    synchronized void forget(Entry entry) {
        update(
                new Entry(
                        entry.workspace(),
                        entry.format(),
                        entry.members(),
                        entry.options(),
                        List.of()));
    }

    SyncReport now(Entry entry, Peer peer) throws IOException {
        return run(entry, peer).now();
    }

    List<PeerInfo> infos(Entry entry) {
        return entry.peers().stream().map(peer -> run(entry, peer).info()).toList();
    }

    private synchronized PeerRun run(Entry entry, Peer peer) {
        return runs.computeIfAbsent(
                new Key(entry.workspace(), peer.url()),
                _ -> {
                    var run = new PeerRun(entry, peer, replicas, ways, clock);
                    run.start();
                    return run;
                });
    }

    @Override
    public synchronized void close() {
        runs.values().forEach(PeerRun::stop);
        runs.clear();
    }
}
