package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.cli.CommandFailedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One peer of one workspace. A home that nobody knows is trusted only after the person compared
/// its fingerprint.
///
/// @param url as the person typed it
record Peers(Pub pub, String workspace, String url) {

    private static final Set<String> YES = Set.of("y", "yes");

    void keep(Peer peer) {
        pub.call("peerSet", workspace, peer);
    }

    /// Trusts an authority from now on; how often it syncs stays.
    void pin(String fingerprint) {
        JsonNode known = known();
        ObjectNode peer =
                known == null
                        ? JsonNodeFactory.instance.objectNode().put("url", url)
                        : known.path("peer").deepCopy();
        pub.call("peerSet", workspace, peer.put("pin", fingerprint));
    }

    /// Syncs now. Asks a person about an authority that is not known, if there is a person.
    JsonNode sync() {
        try {
            return pub.call("sync", workspace, url);
        } catch (CommandFailedException e) {
            JsonNode known = known();
            String shown = known == null ? "" : known.path("fingerprint").asText();
            if (shown.isEmpty() || !pub.terminal().interactive()) {
                throw e;
            }
            pub.terminal().note(e.getMessage());
            String said = pub.terminal().ask("Is it the same there, to the last digit? [y/N]");
            if (!YES.contains(said.toLowerCase(Locale.ROOT))) {
                throw new CommandFailedException("It was not trusted: nothing was synced.");
            }
            pin(shown);
            return pub.call("sync", workspace, url);
        }
    }

    /// How it is with the peer; null when the workspace has no such one.
    private @Nullable JsonNode known() {
        for (JsonNode each : pub.call("workspaceGet", workspace).path("peers")) {
            if (same(each.at("/peer/url").asText(), url)) {
                return each;
            }
        }
        return null;
    }

    private static boolean same(String kept, String typed) {
        return kept.equalsIgnoreCase(typed.replaceFirst("/+$", ""));
    }
}
