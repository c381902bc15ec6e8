package cloud.atek.services.earthstar;

import cloud.atek.api.Live;
import cloud.atek.api.earthstar.DocumentDraft;
import cloud.atek.api.earthstar.DocumentEvent;
import cloud.atek.api.earthstar.DocumentQuery;
import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.api.earthstar.SubscribeOptions;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Writer;
import cloud.atek.earthstar.replica.Written;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API for one caller: every method finds the workspace, then decides, then works.
final class CallerEarthstar implements EarthstarApi {

    private final Pub pub;
    private final Subscriptions subscriptions;
    private final Standing standing;
    private final CallerWorkspaces workspaces;
    private final CallerKeypairs keypairs;
    private final CallerSealing sealing;
    private final CallerSync syncs;

    CallerEarthstar(Pub pub, Subscriptions subscriptions, Caller caller) {
        this.pub = pub;
        this.subscriptions = subscriptions;
        this.standing = new Standing(caller, pub.self());
        this.workspaces = new CallerWorkspaces(pub, standing);
        this.keypairs = new CallerKeypairs(pub.keyring(), standing);
        this.sealing = new CallerSealing(pub, keypairs, standing);
        this.syncs = new CallerSync(pub, workspaces, standing);
    }

    @Override
    public JsonNode documentSet(String workspace, DocumentDraft draft) {
        Keypair keypair = keypairs.require(draft.author());
        Entry entry = workspaces.require(workspace);
        Draft words =
                new Draft(
                        draft.path(),
                        sealing.content(entry, draft),
                        real(draft.timestamp()),
                        real(draft.deleteAfter()));
        var writer =
                new Writer(keypair, pub.workspaceKeys().secret(standing, workspace).orElse(null));
        return Failures.shown(() ->
                switch (pub.replicas().of(entry).set(writer, words)) {
                    case Written.Accepted(Document document) -> Documents.json(document);
                    case Written.Ignored _ ->
                            throw RpcException.failed("There is a newer document of this author");
                    case Written.Refused(Refusal refusal) -> throw Failures.refused(refusal);
                });
    }

    private static @Nullable Double real(@Nullable Long number) {
        return number == null ? null : (double) number;
    }

    @Override
    public @Nullable JsonNode documentGet(String workspace, String path) {
        Optional<Document> found = Failures.shown(() -> replica(workspace).document(path));
        return found.map(Documents::json).orElse(null);
    }

    @Override
    public @Nullable OpenedDocument documentOpen(
            String workspace, String path, @Nullable String author) {
        Entry entry = workspaces.require(workspace);
        Optional<Document> found = Failures.shown(() -> pub.replicas().of(entry).document(path));
        return found.map(document -> sealing.opened(entry, document, author)).orElse(null);
    }

    @Override
    public DocumentPage documentQuery(String workspace, @Nullable DocumentQuery query) {
        return Failures.shown(() ->
                Documents.page(replica(workspace), query == null ? DocumentQuery.ALL : query));
    }

    @Override
    public AuthorList authorList(String workspace) {
        return Failures.shown(() -> new AuthorList(replica(workspace).authors()));
    }

    @Override
    public IngestReport documentIngest(String workspace, List<JsonNode> documents) {
        if (documents.size() > Limits.PAGE_DOCUMENTS_MAX) {
            throw new IllegalArgumentException(
                    "want at most %d documents".formatted(Limits.PAGE_DOCUMENTS_MAX));
        }
        return Failures.shown(() -> Documents.ingest(replica(workspace), documents, "ingest"));
    }

    private Replica replica(String workspace) {
        Entry entry = workspaces.require(workspace);
        return Failures.shown(() -> pub.replicas().of(entry));
    }

    @Override
    public Live<DocumentEvent> subscribe(String workspace, @Nullable SubscribeOptions options) {
        Entry entry = workspaces.require(workspace);
        return subscriptions.open(
                pub.replicas(),
                entry,
                options == null ? new SubscribeOptions(null) : options,
                () -> pub.registry().find(workspace).filter(standing::has).isPresent());
    }

    @Override
    public WorkspaceList workspaceList() {
        return workspaces.list();
    }

    @Override
    public WorkspaceInfo workspaceCreate(String name, @Nullable String format) {
        return workspaces.create(name, format);
    }

    @Override
    public WorkspaceInfo workspaceJoin(
            String workspace, @Nullable String format, @Nullable String secret) {
        return workspaces.join(workspace, format, secret);
    }

    @Override
    public WorkspaceSecrets workspaceExport(String workspace) {
        return workspaces.secrets(workspace);
    }

    @Override
    public WorkspaceInfo sharedKeySet(String workspace, @Nullable String key) {
        return workspaces.seal(workspace, key);
    }

    @Override
    public PubOptions pubGet() {
        return pub.switches().options();
    }

    @Override
    public PubOptions pubConfigure(PubOptions options) {
        standing.requireHost();
        return Failures.shown(() -> pub.switches().change(options));
    }

    @Override
    public WorkspaceInfo workspaceGet(String workspace) {
        return workspaces.info(workspaces.require(workspace));
    }

    @Override
    public WorkspaceInfo workspaceConfigure(String workspace, WorkspaceOptions options) {
        return workspaces.configure(workspace, options);
    }

    @Override
    public void workspaceLeave(String workspace) {
        workspaces.leave(workspace);
    }

    @Override
    public KeypairList keypairList() {
        return keypairs.list();
    }

    @Override
    public KeypairInfo keypairCreate(String name, @Nullable String format) {
        return keypairs.create(name, format);
    }

    @Override
    public KeypairInfo keypairImport(String author, String secret) {
        return keypairs.take(author, secret);
    }

    @Override
    public KeypairSecret keypairExport(String author) {
        return keypairs.secret(author);
    }

    @Override
    public void keypairRemove(String author) {
        keypairs.remove(author);
    }

    @Override
    public SyncReport sync(String workspace, String url) {
        return syncs.now(workspace, url);
    }

    @Override
    public WorkspaceInfo peerSet(String workspace, Peer peer) {
        return syncs.set(workspace, peer);
    }

    @Override
    public WorkspaceInfo peerRemove(String workspace, String url) {
        return syncs.remove(workspace, url);
    }
}
