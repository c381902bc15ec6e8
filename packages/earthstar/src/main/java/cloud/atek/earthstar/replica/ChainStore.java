package cloud.atek.earthstar.replica;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Author;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainKeys;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps documents as rows of a datachain: what was awaited is on disk. Thread-safe.
///
/// A row's key is the hash of path and author, so a newer document of an author takes the place of
/// his older one, which compaction removes. The first row of its own names the workspace.
public final class ChainStore implements DocStore {

    /// Most bytes of documents in one commit: well below what a chain takes.
    private static final int COMMIT_BYTES_MAX = 4 << 20;

    /// Most documents in one commit: who reads one of them reads the commit.
    private static final int COMMIT_DOCUMENTS_MAX = 64;

    private static final String DOCUMENT = "earthstar/document";
    private static final String WORKSPACE = "earthstar/workspace";
    private static final String CONFIG = "earthstar/config";
    private static final RowKey WORKSPACE_ROW = rowKey(WORKSPACE, "");

    private final Address.Workspace workspace;
    private final Chain chain;

    private ChainStore(Address.Workspace workspace, Chain chain) {
        this.workspace = workspace;
        this.chain = chain;
    }

    /// Opens the chain of `workspace` in `folder`, or makes it when there is no such folder.
    ///
    /// @param keys where the chain's own key is, or will be kept
    /// @throws IOException also when the folder holds something else
    public static ChainStore open(
            Path folder, Address.Workspace workspace, ChainKeys keys, ChainSettings settings)
            throws IOException {
        Chain chain =
                Files.exists(folder)
                        ? Chain.open(folder, keys, settings)
                        : create(folder, keys, settings);
        try {
            name(chain, workspace);
            return new ChainStore(workspace, chain);
        } catch (IOException | RuntimeException e) {
            try (chain) {
                throw e;
            }
        }
    }

    private static Chain create(Path folder, ChainKeys keys, ChainSettings settings)
            throws IOException {
        SigningKey key = SigningKey.random();
        keys.save(key);
        var genesis =
                new Genesis(
                        TrustMode.CENTRALIZED,
                        List.of(KeyName.of(key.verifyKey())),
                        Retention.NEWEST);
        return Chain.create(folder, key, genesis, settings);
    }

    /// Names the workspace in a chain that is new, or checks that it is the one.
    private static void name(Chain chain, Address.Workspace workspace) throws IOException {
        String wanted = workspace.format().label() + " " + workspace.text();
        try (Snapshot now = chain.snapshot()) {
            Optional<Event.Put> row = now.load(WORKSPACE_ROW);
            if (row.isPresent() && !text(row.get()).equals(wanted)) {
                throw new IOException("this folder holds another workspace");
            }
            if (row.isEmpty()) {
                taken(
                        chain.commit(
                                Change.of(
                                        new Event.Put(
                                                WORKSPACE_ROW, null, WORKSPACE, utf8(wanted)))));
            }
        }
    }

    @Override
    public Address.Workspace workspace() {
        return workspace;
    }

    @Override
    public void each(Consumer<Document> reader) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            // In the order of their commits they are read fastest.
            List<Snapshot.Row> rows =
                    now.roots().sorted(Comparator.comparingLong(Snapshot.Row::sequence)).toList();
            for (Snapshot.Row row : rows) {
                Event.Put put = now.load(row.key()).orElseThrow();
                if (put.type().equals(DOCUMENT)) {
                    reader.accept(document(put));
                }
            }
        }
    }

    @Override
    public long write(Collection<DocKey> removed, Collection<Document> put) throws IOException {
        var edits = new ArrayList<Edit>();
        long bytes = 0;
        long ticket = 0;
        for (DocKey key : removed) {
            edits.add(Edit.of(new Event.Tombstone(rowKey(key))));
        }
        // A commit takes each row once: of two versions the later one.
        var newest = new LinkedHashMap<DocKey, Document>();
        put.forEach(document -> newest.put(DocKey.of(document), document));
        for (Document document : newest.values()) {
            byte[] body = DocumentBytes.pack(document);
            if (edits.size() >= COMMIT_DOCUMENTS_MAX || bytes + body.length > COMMIT_BYTES_MAX) {
                ticket = commit(edits);
                edits.clear();
                bytes = 0;
            }
            RowKey key = rowKey(DocKey.of(document));
            edits.add(Edit.of(new Event.Put(key, null, DOCUMENT, Bytes.owning(body))));
            bytes += body.length;
        }
        return edits.isEmpty() ? ticket : commit(edits);
    }

    @Override
    public void await(long ticket) throws IOException {
        long on = chain.lastSequence();
        while (on < ticket) {
            on = chain.awaitBeyond(on, Duration.ofMinutes(1), () -> false);
        }
    }

    @Override
    public List<Optional<Document>> read(List<DocKey> keys) throws IOException {
        var found = new ArrayList<Optional<Document>>(keys.size());
        keys.forEach(_ -> found.add(Optional.empty()));
        try (Snapshot now = chain.snapshot()) {
            record Wanted(int at, RowKey row, long sequence) {}
            var wanted = new ArrayList<Wanted>();
            for (int i = 0; i < keys.size(); i++) {
                RowKey row = rowKey(keys.get(i));
                wanted.add(new Wanted(i, row, now.sequenceOf(row)));
            }
            wanted.sort(Comparator.comparingLong(Wanted::sequence));
            for (Wanted each : wanted) {
                if (each.sequence() != Edit.ABSENT) {
                    found.set(each.at(), now.load(each.row()).map(this::document));
                }
            }
        }
        return found;
    }

    @Override
    public Optional<String> config(String key) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            return now.load(rowKey(CONFIG, key)).map(ChainStore::text);
        }
    }

    @Override
    public void configure(String key, @Nullable String value) throws IOException {
        RowKey row = rowKey(CONFIG, key);
        if (value != null) {
            taken(chain.commit(Change.of(new Event.Put(row, null, CONFIG, utf8(value)))));
        } else if (chain.sequenceOf(row) != Edit.ABSENT) {
            taken(chain.commit(Change.of(new Event.Tombstone(row))));
        }
    }

    @Override
    public void close() throws IOException {
        chain.close();
    }

    private long commit(List<Edit> edits) throws IOException {
        return taken(chain.commit(new Change(edits), Author.OWNER, Scope.NONE));
    }

    private static long taken(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Committed(long sequence, _, _) -> sequence;
            case Outcome.Refused(var reasons) ->
                    throw new IllegalStateException("a chain refused its owner: " + reasons);
        };
    }

    private Document document(Event.Put put) {
        return DocumentBytes.unpack(workspace, put.body().toBuffer());
    }

    private static RowKey rowKey(DocKey key) {
        return rowKey(key.path(), key.author());
    }

    /// Paths start with a slash, so nothing of ours has the key of a document.
    private static RowKey rowKey(String first, String second) {
        return RowKey.of(Hash.of((first + "\n" + second).getBytes(StandardCharsets.UTF_8)));
    }

    private static Bytes utf8(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Event.Put put) {
        return new String(put.body().toArray(), StandardCharsets.UTF_8);
    }
}
