package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceInfo;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceList;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
import cloud.atek.crypto.Tokens;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The workspaces of one caller.
record CallerWorkspaces(Pub pub, Standing standing) {

    /// Hex digits of a new address: 128 bits that nobody guesses.
    private static final int SUFFIX_LENGTH = 32;

    WorkspaceList list() {
        return new WorkspaceList(
                pub.registry().all().stream().filter(standing::has).map(this::info).toList());
    }

    WorkspaceInfo create(String name, @Nullable String format) {
        String suffix = "a" + Tokens.fresh().substring(0, SUFFIX_LENGTH);
        return join("+" + name + "." + suffix, format);
    }

    WorkspaceInfo join(String workspace, @Nullable String format) {
        Format wanted = CallerKeypairs.format(format);
        return switch (Address.workspace(wanted, workspace)) {
            case Checked.Bad<Address.Workspace>(Refusal refusal) -> throw Failures.refused(refusal);
            case Checked.Good<Address.Workspace>(Address.Workspace address) ->
                    Failures.shown(() -> joined(address));
        };
    }

    private WorkspaceInfo joined(Address.Workspace address) throws IOException {
        var fresh =
                new Entry(
                        address.text(),
                        address.format().label(),
                        List.of(),
                        Entry.FRESH,
                        List.of());
        return info(pub.registry().join(fresh, standing.member()));
    }

    WorkspaceInfo configure(String workspace, WorkspaceOptions options) {
        Entry entry = require(workspace);
        standing.requireOwner(entry);
        require(entry, options);
        return Failures.shown(() -> {
            Entry next = pub.registry().change(workspace, old -> old.with(options));
            pub.changed(next);
            return info(next);
        });
    }

    private static void require(Entry entry, WorkspaceOptions options) {
        require("documentsMax", options.documentsMax(), Limits.DOCUMENTS_MAX);
        require("bytesMax", options.bytesMax(), Limits.BYTES_MAX);
        require("authorBytesMax", options.authorBytesMax(), Limits.BYTES_MAX);
        List<String> authors = options.authors() == null ? List.of() : options.authors();
        if (authors.size() > Limits.LISTED_AUTHORS_MAX) {
            throw new IllegalArgumentException(
                    "\"authors\" wants at most " + Limits.LISTED_AUTHORS_MAX);
        }
        Format format = entry.address().format();
        for (String author : authors) {
            Optional<Refusal> refusal = Address.author(format, author).bad();
            if (refusal.isPresent()) {
                throw Failures.refused(refusal.get());
            }
        }
    }

    private static void require(String name, @Nullable Long number, long most) {
        if (number != null && (number < 1 || number > most)) {
            throw new IllegalArgumentException(
                    "\"%s\" wants 1 to %d, not %d".formatted(name, most, number));
        }
    }

    void leave(String workspace) {
        Entry entry = require(workspace);
        Failures.shown(() -> {
            Entry left =
                    pub.registry()
                            .change(
                                    workspace,
                                    old ->
                                            old.withMembers(
                                                    standing.host()
                                                            ? List.of()
                                                            : old.members().stream()
                                                                    .filter(one ->
                                                                            !standing.is(one))
                                                                    .toList()));
            if (left.members().isEmpty()) {
                pub.remove(entry);
            }
            return entry;
        });
    }

    /// @throws cloud.atek.kit.RpcException when the caller has not joined it
    Entry require(String workspace) {
        return pub.registry().find(workspace).filter(standing::has).orElseThrow(Standing::unknown);
    }

    WorkspaceInfo info(Entry entry) {
        return Failures.shown(() -> {
            Replica replica = pub.replicas().of(entry);
            return new WorkspaceInfo(
                    entry.workspace(),
                    entry.format(),
                    standing.owns(entry),
                    replica.size(),
                    replica.bytes(),
                    replica.authors().size(),
                    entry.options(),
                    pub.syncing().infos(entry));
        });
    }
}
