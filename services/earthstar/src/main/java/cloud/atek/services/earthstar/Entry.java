package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.replica.Quota;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the pub knows of a workspace besides its documents.
///
/// @param members who joined it, the first one first: his user is its owner
record Entry(
        String workspace,
        String format,
        List<Member> members,
        WorkspaceOptions options,
        List<Peer> peers) {

    /// What a workspace begins with: nobody else reaches it.
    static final WorkspaceOptions FRESH =
            new WorkspaceOptions(
                    false,
                    false,
                    false,
                    List.of(),
                    Limits.DOCUMENTS_USUAL,
                    Limits.BYTES_USUAL,
                    Limits.AUTHOR_BYTES_USUAL);

    /// @param user key of the user
    /// @param service key of the service through which he joined
    record Member(String user, String service) {}

    Entry {
        members = List.copyOf(members);
        peers = List.copyOf(peers);
    }

    Address.Workspace address() {
        return Address.workspace(Format.named(format).orElseThrow(), workspace).require();
    }

    boolean published() {
        return Boolean.TRUE.equals(options.published());
    }

    boolean readOnly() {
        return Boolean.TRUE.equals(options.readOnly());
    }

    boolean discoverable() {
        return published() && Boolean.TRUE.equals(options.discoverable());
    }

    Quota quota() {
        List<String> authors = options.authors();
        return new Quota(
                number(options.documentsMax(), Limits.DOCUMENTS_USUAL),
                number(options.bytesMax(), Limits.BYTES_USUAL),
                number(options.authorBytesMax(), Limits.AUTHOR_BYTES_USUAL),
                authors == null ? Set.of() : new HashSet<>(authors));
    }

    private static long number(@Nullable Long said, long usual) {
        return said == null ? usual : said;
    }

    Optional<Peer> peer(String url) {
        return peers.stream().filter(peer -> peer.url().equals(url)).findFirst();
    }

    Entry with(Member member) {
        if (members.contains(member)) {
            return this;
        }
        var all = new ArrayList<>(members);
        all.add(member);
        return new Entry(workspace, format, all, options, peers);
    }

    Entry withMembers(List<Member> left) {
        return new Entry(workspace, format, left, options, peers);
    }

    Entry with(Peer peer) {
        var all = new ArrayList<>(without(peer.url()).peers());
        all.add(peer);
        return new Entry(workspace, format, members, options, all);
    }

    Entry without(String url) {
        List<Peer> left = peers.stream().filter(peer -> !peer.url().equals(url)).toList();
        return new Entry(workspace, format, members, options, left);
    }

    /// With what `changed` names.
    Entry with(WorkspaceOptions changed) {
        return new Entry(
                workspace,
                format,
                members,
                new WorkspaceOptions(
                        or(changed.published(), options.published()),
                        or(changed.readOnly(), options.readOnly()),
                        or(changed.discoverable(), options.discoverable()),
                        or(changed.authors(), options.authors()),
                        or(changed.documentsMax(), options.documentsMax()),
                        or(changed.bytesMax(), options.bytesMax()),
                        or(changed.authorBytesMax(), options.authorBytesMax())),
                peers);
    }

    private static <V> @Nullable V or(@Nullable V said, @Nullable V old) {
        return said == null ? old : said;
    }
}
