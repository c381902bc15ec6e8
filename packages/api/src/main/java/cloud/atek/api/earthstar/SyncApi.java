package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// With whom workspaces sync. A part of [EarthstarApi].
///
/// A peer is the address of another home's Earthstar, such as `https://core.earthstar.example.net`,
/// or of a published pub.
public interface SyncApi {

    /// Syncs now, and answers when both have the same. In person with anybody; a service only with
    /// peers that the owner set.
    SyncReport sync(String workspace, String url);

    /// Keeps a peer, in the place of one with the same address. For the owner, in person.
    WorkspacesApi.WorkspaceInfo peerSet(String workspace, Peer peer);

    /// Forgets a peer, and ends what goes on with him. For the owner, in person.
    WorkspacesApi.WorkspaceInfo peerRemove(String workspace, String url);

    /// @param url `http://` or `https://`, a host, and a port when it is not the usual one
    /// @param live whether to stay connected, so that news go at once
    /// @param everySeconds how often to sync when not live, 10 to 604 800; absent: only when asked
    /// @param paths how the wanted paths begin; absent for the whole workspace. It needs a home of
    ///   ours at the other end
    /// @param pin SHA-256 of the authority by which this peer alone proves itself, 64 hex digits;
    ///   absent for one that everybody knows, and to keep what was pinned
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Peer(
            String url,
            @Nullable Boolean live,
            @Nullable Integer everySeconds,
            @Nullable List<String> paths,
            @Nullable String pin) {}

    /// How it is with a peer.
    ///
    /// @param connected whether news go to and fro at this moment
    /// @param lastSync when both had the same, ISO 8601, UTC
    /// @param lastReport what the last sync did
    /// @param trouble why the last sync failed, one sentence; absent when it did not
    /// @param fingerprint of the authority that the peer showed, when the trouble is that it is not
    ///   known here: what to compare with `atek trust` at the peer's home, and then to pin
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeerInfo(
            Peer peer,
            boolean connected,
            @Nullable String lastSync,
            @Nullable SyncReport lastReport,
            @Nullable String trouble,
            @Nullable String fingerprint) {}

    /// What a sync did.
    ///
    /// @param how `live` with a home of ours, `pub` with others
    /// @param sent documents that the other side was given
    /// @param received documents that are new here
    /// @param refused documents that came and were none, or did not fit
    /// @param bytes that went over the wire, both ways, without headers; absent for `pub`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SyncReport(String how, int sent, int received, int refused, @Nullable Long bytes) {}
}
