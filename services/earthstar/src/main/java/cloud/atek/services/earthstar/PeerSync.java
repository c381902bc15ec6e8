package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.SyncApi.SyncReport;
import cloud.atek.earthstar.pub.PubClient;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.sync.Interest;
import cloud.atek.earthstar.sync.LiveSync;
import cloud.atek.earthstar.sync.SyncSession;
import cloud.atek.earthstar.sync.Terms;
import cloud.atek.kit.ServiceEnvironment;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One connection with one peer. With a home of ours it is a live sync; with others it is what the
/// published pubs speak.
final class PeerSync implements AutoCloseable {

    /// How syncs are named to followers: the address of the peer, so that nothing goes back to
    /// where it came from.
    private final String name;

    private final PeerAddress address;
    private final PeerRoad road;
    private final HttpClient http = new HttpClient();
    private final Peer peer;

    /// @param folder for the sockets of roads
    record Ways(Path folder, Map<String, String> variables) {
        static Ways of(ServiceEnvironment environment) {
            return new Ways(
                    Objects.requireNonNull(environment.socket().path().getParent()),
                    System.getenv());
        }
    }

    PeerSync(Peer peer, Ways ways) throws IOException {
        this.peer = peer;
        this.address = PeerAddress.of(peer.url());
        this.name = address.toString();
        String said = peer.pin();
        Fingerprint pin = said == null ? null : Fingerprint.read(said);
        this.road = PeerRoad.open(address, pin, ways.folder(), ways.variables());
    }

    /// Syncs until both have the same.
    ///
    /// @throws IOException when the peer cannot be reached, or speaks neither protocol; what was
    ///   moved until then stays
    SyncReport once(Replica replica) throws IOException {
        LiveSync sync;
        try {
            sync = connect(replica);
        } catch (IOException e) {
            return orTrouble(replica, e);
        }
        try (sync) {
            sync.once();
            return report(sync);
        }
    }

    /// A peer that is there and knows no live sync is asked as a pub.
    private SyncReport orTrouble(Replica replica, IOException because) throws IOException {
        road.passable(because);
        return asPub(replica, because);
    }

    /// @throws IOException when the peer cannot be reached, or is no home of ours
    LiveSync connect(Replica replica) throws IOException {
        String target = target(replica) + GuestHandler.LIVE;
        WebSocket socket = WebSocket.connect(http, road.entrance(), target, host());
        List<String> paths = peer.paths();
        var terms = new Terms(paths == null ? Interest.ALL : new Interest(paths), true, true);
        return LiveSync.calling(new SocketChannel(socket), replica, name, terms);
    }

    static SyncReport report(LiveSync sync) {
        SyncSession.Tally tally = sync.tally();
        return new SyncReport(
                "live", tally.sent(), tally.accepted(), tally.refused(), sync.bytes());
    }

    private SyncReport asPub(Replica replica, IOException because) throws IOException {
        if (peer.paths() != null) {
            throw new IOException(
                    "a part of the workspace needs a home of ours at the other end", because);
        }
        PubClient.Moved moved =
                PubClient.sync(
                        request ->
                                http.call(
                                        road.entrance(),
                                        new Request(
                                                request.method(),
                                                address.prefix() + request.target(),
                                                request.headers().with(host()),
                                                request.body())),
                        replica);
        return new SyncReport("pub", moved.pushed(), moved.pulled(), moved.refused(), null);
    }

    private String target(Replica replica) {
        String workspace = URLEncoder.encode(replica.workspace().text(), StandardCharsets.UTF_8);
        return address.prefix() + GuestHandler.PREFIX + workspace;
    }

    private Headers host() {
        return Headers.of("Host", address.authority());
    }

    @Override
    public void close() throws IOException {
        http.close();
        road.close();
    }
}
