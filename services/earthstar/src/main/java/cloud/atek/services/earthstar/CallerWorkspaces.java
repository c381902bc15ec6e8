package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceInfo;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceList;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceSecrets;
import cloud.atek.crypto.Tokens;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.WorkspaceKeypair;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.seal.SharedKey;
import cloud.atek.kit.RpcException;
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
        if (CallerKeypairs.format(format) == Format.ES5) {
            WorkspaceKeypair made = good(WorkspaceKeypair.random(name));
            return join(made.workspace().text(), format, made.secret());
        }
        String suffix = "a" + Tokens.fresh().substring(0, SUFFIX_LENGTH);
        return join("+" + name + "." + suffix, format, null);
    }

    /// @param secret of es.5, null for who only reads, and in the other formats
    WorkspaceInfo join(String workspace, @Nullable String format, @Nullable String secret) {
        Format wanted =
                format == null && secret != null ? Format.ES5 : CallerKeypairs.format(format);
        if (secret != null && wanted != Format.ES5) {
            throw new IllegalArgumentException("Only a workspace of es.5 has a \"secret\"");
        }
        Address.Workspace address = good(Address.workspace(wanted, workspace));
        pub.switches().require(wanted);
        if (secret == null) {
            return Failures.shown(() -> joined(address));
        }
        WorkspaceKeypair keypair = good(WorkspaceKeypair.of(workspace, secret));
        return Failures.shown(() -> {
            pub.workspaceKeys().add(standing.member(), keypair);
            try {
                return joined(address);
            } catch (RpcException e) {
                pub.workspaceKeys().remove(workspace, standing.member()::equals);
                throw e;
            }
        });
    }

    /// @throws RpcException with the refusal
    private static <T> T good(Checked<T> checked) {
        return switch (checked) {
            case Checked.Good<T>(T value) -> value;
            case Checked.Bad<T>(Refusal refusal) -> throw Failures.refused(refusal);
        };
    }

    WorkspaceSecrets secrets(String workspace) {
        Entry entry = require(workspace);
        standing.requireInPerson("The secret of a workspace");
        return new WorkspaceSecrets(
                workspace,
                pub.workspaceKeys()
                        .secret(standing, entry.workspace())
                        .map(WorkspaceKeypair::secret)
                        .orElse(null),
                pub.workspaceKeys().sharedKeys(standing, entry.workspace()).stream()
                        .findFirst()
                        .map(SharedKey::text)
                        .orElse(null));
    }

    WorkspaceInfo seal(String workspace, @Nullable String key) {
        Entry entry = require(workspace);
        SharedKey shared =
                key == null
                        ? SharedKey.random()
                        : SharedKey.of(key)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "\"key\" is no shared key: it begins with key1-"));
        return Failures.shown(() -> {
            pub.workspaceKeys().add(standing.member(), workspace, shared);
            return info(entry);
        });
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
            pub.workspaceKeys().remove(workspace, member -> standing.host() || standing.is(member));
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
                    writable(entry),
                    !pub.workspaceKeys().sharedKeys(standing, entry.workspace()).isEmpty(),
                    standing.owns(entry),
                    replica.size(),
                    replica.bytes(),
                    replica.authors().size(),
                    entry.options(),
                    pub.syncing().infos(entry));
        });
    }

    private boolean writable(Entry entry) {
        return entry.address().format() != Format.ES5
                || pub.workspaceKeys().secret(standing, entry.workspace()).isPresent();
    }
}
