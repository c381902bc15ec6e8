package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workspaces of this home, and the key pairs of its users. A part of [EarthstarApi].
public interface WorkspacesApi {

    /// The workspaces that the caller joined.
    WorkspaceList workspaceList();

    /// Makes a workspace that nobody else knows yet. One of es.5 has a secret, which the caller has
    /// from now on.
    ///
    /// @param name 1 to 15 lower-case letters and digits, a letter first
    /// @param format `es.4` unless given, `es.3`, or `es.5` where that is switched on
    WorkspaceInfo workspaceCreate(String name, @Nullable String format);

    /// Joins a workspace that somebody told the caller of: from now on this home has it. Doing it
    /// again is no error.
    ///
    /// @param format `es.4` unless given, `es.3`, or `es.5` where that is switched on
    /// @param secret of a workspace of es.5, to write there; absent to read it
    WorkspaceInfo workspaceJoin(String workspace, @Nullable String format, @Nullable String secret);

    /// How it is with a workspace that the caller joined.
    WorkspaceInfo workspaceGet(String workspace);

    /// Changes what `options` names. For its owner, in person.
    WorkspaceInfo workspaceConfigure(String workspace, WorkspaceOptions options);

    /// The caller has it no more. When nobody else on this home has it, its documents are deleted
    /// here; other homes keep theirs.
    void workspaceLeave(String workspace);

    /// What the caller may hand on to let others write in a workspace of es.5, and to let them read
    /// what is sealed. In person only.
    WorkspaceSecrets workspaceExport(String workspace);

    /// From now on the caller seals with this shared key in the workspace, and opens with it and
    /// those before it. Others have it when they are told.
    ///
    /// @param key as `workspaceExport` gives it at another home; absent for a new one
    WorkspaceInfo sharedKeySet(String workspace, @Nullable String key);

    /// What this home's Earthstar is set to.
    PubOptions pubGet();

    /// Changes what `options` names. For the host's owner, at a terminal.
    PubOptions pubConfigure(PubOptions options);

    /// The key pairs that the caller made or imported; in person, all of the user.
    KeypairList keypairList();

    /// Makes an author.
    ///
    /// @param name four lower-case letters; in es.4 digits too, a letter first
    /// @param format `es.4` unless given, or `es.3`; authors of es.4 write in es.5 too
    KeypairInfo keypairCreate(String name, @Nullable String format);

    /// Takes an author that was made elsewhere.
    ///
    /// @param author the address
    /// @param secret as Earthstar programs show it
    KeypairInfo keypairImport(String author, String secret);

    /// The secret of an author, to take him elsewhere. In person only.
    KeypairSecret keypairExport(String author);

    /// Forgets a key pair: who has no copy cannot write as that author any more. In person, or by
    /// the service that made it.
    void keypairRemove(String author);

    /// @param format `es.3` or `es.4`
    /// @param service that made it
    record KeypairInfo(String author, String format, String service) {}

    record KeypairList(List<KeypairInfo> keypairs) {}

    record KeypairSecret(String author, String secret) {
        /// Without the secret.
        @Override
        public String toString() {
            return "KeypairSecret[" + author + "]";
        }
    }

    /// @param secret of es.5, who has it writes; absent when the caller has none
    /// @param sharedKey who has it reads what is sealed; absent when the caller has none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WorkspaceSecrets(String workspace, @Nullable String secret, @Nullable String sharedKey) {
        /// Without the secrets.
        @Override
        public String toString() {
            return "WorkspaceSecrets[" + workspace + "]";
        }
    }

    /// @param es5 whether workspaces of es.5 can be made and joined; not unless the owner says so
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PubOptions(@Nullable Boolean es5) {}

    record WorkspaceList(List<WorkspaceInfo> workspaces) {}

    /// How it is with a workspace.
    ///
    /// @param format `es.3`, `es.4` or `es.5`
    /// @param writable whether the caller may write: in es.5 he needs its secret
    /// @param sharedKey whether the caller has a shared key to seal and open with
    /// @param mine whether the caller may change its settings
    /// @param documents how many there are, of all authors
    /// @param bytes of their contents
    /// @param authors how many wrote them
    /// @param peers with whom it syncs
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WorkspaceInfo(
            String workspace,
            String format,
            boolean writable,
            boolean sharedKey,
            boolean mine,
            int documents,
            long bytes,
            int authors,
            WorkspaceOptions options,
            List<SyncApi.PeerInfo> peers) {}

    /// The settings of a workspace.
    ///
    /// @param published whether other homes reach it here; not unless its owner says so
    /// @param readOnly whether others only read it here
    /// @param discoverable whether a published one is listed for everybody who asks this home
    /// @param authors whose documents alone are kept, their addresses; empty for everybody's
    /// @param documentsMax how many documents are kept, at most 1 000 000
    /// @param bytesMax of contents, at most 8 GiB
    /// @param authorBytesMax of contents of one author
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record WorkspaceOptions(
            @Nullable Boolean published,
            @Nullable Boolean readOnly,
            @Nullable Boolean discoverable,
            @Nullable List<String> authors,
            @Nullable Long documentsMax,
            @Nullable Long bytesMax,
            @Nullable Long authorBytesMax) {}
}
