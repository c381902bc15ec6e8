package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.SyncApi.SyncReport;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceInfo;
import cloud.atek.earthstar.sync.Interest;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import java.io.IOException;
import java.util.List;

/// With whom one caller syncs.
record CallerSync(Pub pub, CallerWorkspaces workspaces, Standing standing) {

    SyncReport now(String workspace, String url) {
        Entry entry = workspaces.require(workspace);
        String address = PeerAddress.of(url).toString();
        if (entry.peer(address).isEmpty()) {
            if (!standing.owns(entry)) {
                throw RpcException.denied(
                        "This is no peer of the workspace: its owner adds peers, on the page of Earthstar");
            }
            set(workspace, new Peer(address, null, null, null, null));
            entry = workspaces.require(workspace);
        }
        try {
            return pub.syncing().now(entry, entry.peer(address).orElseThrow(Standing::unknown));
        } catch (IOException e) {
            throw new RpcException(
                    RpcError.Code.FAILED, "The sync did not come to its end: " + words(e), e);
        }
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null ? "the connection broke" : message;
    }

    WorkspaceInfo set(String workspace, Peer peer) {
        Entry entry = workspaces.require(workspace);
        standing.requireOwner(entry);
        Peer good = checked(peer);
        if (entry.peer(good.url()).isEmpty()
                && entry.peers().size() >= Limits.PEERS_PER_WORKSPACE_MAX) {
            throw RpcException.failed(
                    "A workspace has at most %d peers".formatted(Limits.PEERS_PER_WORKSPACE_MAX));
        }
        return Failures.shown(() -> {
            Entry next = pub.registry().change(workspace, old -> old.with(pinned(old, good)));
            pub.changed(next);
            return workspaces.info(next);
        });
    }

    /// What was pinned once stays so until the peer is forgotten, or another is pinned.
    private static Peer pinned(Entry entry, Peer peer) {
        Peer old = entry.peer(peer.url()).orElse(null);
        return peer.pin() != null || old == null
                ? peer
                : new Peer(peer.url(), peer.live(), peer.everySeconds(), peer.paths(), old.pin());
    }

    private static Peer checked(Peer peer) {
        Integer every = peer.everySeconds();
        if (every != null
                && (every < Limits.EVERY_SECONDS_MIN || every > Limits.EVERY_SECONDS_MAX)) {
            throw new IllegalArgumentException(
                    "\"everySeconds\" wants %d to %d, not %d"
                            .formatted(Limits.EVERY_SECONDS_MIN, Limits.EVERY_SECONDS_MAX, every));
        }
        List<String> paths = peer.paths();
        if (paths != null) {
            var _ = new Interest(paths);
        }
        PeerAddress address = PeerAddress.of(peer.url());
        String said = peer.pin();
        String pin = said == null ? null : Fingerprint.read(said).toString();
        if (pin != null && !address.tls()) {
            throw new IllegalArgumentException(
                    "\"pin\" wants an address that begins with https://: %s proves nothing"
                            .formatted(address));
        }
        return new Peer(address.toString(), peer.live(), every, paths, pin);
    }

    WorkspaceInfo remove(String workspace, String url) {
        Entry entry = workspaces.require(workspace);
        standing.requireOwner(entry);
        return Failures.shown(() -> {
            Entry next =
                    pub.registry()
                            .change(workspace, old -> old.without(PeerAddress.of(url).toString()));
            pub.changed(next);
            return workspaces.info(next);
        });
    }
}
