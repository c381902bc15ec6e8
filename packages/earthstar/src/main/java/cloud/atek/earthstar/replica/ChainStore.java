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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps documents as rows of a datachain: what was awaited is on disk. Thread-safe.
///
/// A row's key is the hash of path and author, so a newer document of an author takes the place of
/// his older one, which compaction removes. The first row of its own names the workspace. What is
/// read comes from a [Shelf], which is filled when the store is opened.
public final class ChainStore implements DocStore {

    /// Most bytes of documents in one commit: well below what a chain takes.
    private static final int COMMIT_BYTES_MAX = 4 << 20;

    /// Most documents in one commit.
    private static final int COMMIT_DOCUMENTS_MAX = 64;

    /// Bytes of documents that are taken from the chain to the shelf at a time.
    private static final int FILL_BYTES = 1 << 20;

    private static final String DOCUMENT = "earthstar/document";
    private static final String WORKSPACE = "earthstar/workspace";
    private static final String CONFIG = "earthstar/config";
    private static final RowKey WORKSPACE_ROW = rowKey(WORKSPACE, "");

    private final Address.Workspace workspace;
    private final Chain chain;
    private final Shelf shelf;

    /// Chain and shelf have the same order.
    private final ReentrantLock writing = new ReentrantLock();

    /// The ticket of the last write.
    private volatile long newest;

    private ChainStore(Address.Workspace workspace, Chain chain, Shelf shelf) {
        this.workspace = workspace;
        this.chain = chain;
        this.shelf = shelf;
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
            return filled(new ChainStore(workspace, chain, Shelf.open(folder)));
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

    private static ChainStore filled(ChainStore store) throws IOException {
        try {
            store.fill();
            return store;
        } catch (IOException | RuntimeException e) {
            try (store.shelf) {
                throw e;
            }
        }
    }

    private void fill() throws IOException {
        var batch = new ArrayList<Shelf.Packed>();
        int bytes = 0;
        try (Snapshot now = chain.snapshot()) {
            // In the order of their commits they are read fastest.
            List<Snapshot.Row> rows =
                    now.roots().sorted(Comparator.comparingLong(Snapshot.Row::sequence)).toList();
            for (Snapshot.Row row : rows) {
                Event.Put put = now.load(row.key()).orElseThrow();
                if (put.type().equals(DOCUMENT)) {
                    batch.add(new Shelf.Packed(DocumentBytes.key(put.body()), put.body()));
                    bytes += put.body().size();
                }
                if (bytes > FILL_BYTES) {
                    shelf.change(List.of(), batch);
                    batch.clear();
                    bytes = 0;
                }
            }
        }
        shelf.change(List.of(), batch);
    }

    @Override
    public Address.Workspace workspace() {
        return workspace;
    }

    @Override
    public void each(Consumer<Document> reader) throws IOException {
        for (DocKey key : shelf.keys()) {
            byte[] packed = shelf.read(key);
            if (packed != null) {
                reader.accept(DocumentBytes.unpack(workspace, key, packed));
            }
        }
    }

    @Override
    public long write(Collection<DocKey> removed, Collection<Document> put) throws IOException {
        // A commit takes each row once: of two versions the later one.
        var packed = new LinkedHashMap<DocKey, Shelf.Packed>();
        for (Document document : put) {
            DocKey key = DocKey.of(document);
            packed.put(key, new Shelf.Packed(key, Bytes.owning(DocumentBytes.pack(document))));
        }
        writing.lock();
        try {
            long ticket = commit(removed, packed.values());
            shelf.change(removed, packed.values());
            newest = Math.max(newest, ticket);
            return ticket;
        } finally {
            writing.unlock();
        }
    }

    private long commit(Collection<DocKey> removed, Collection<Shelf.Packed> put)
            throws IOException {
        var edits = new ArrayList<Edit>();
        long bytes = 0;
        long ticket = 0;
        for (DocKey key : removed) {
            edits.add(Edit.of(new Event.Tombstone(rowKey(key))));
        }
        for (Shelf.Packed each : put) {
            int size = each.bytes().size();
            if (edits.size() >= COMMIT_DOCUMENTS_MAX || bytes + size > COMMIT_BYTES_MAX) {
                ticket = commit(edits);
                edits.clear();
                bytes = 0;
            }
            RowKey row = rowKey(each.key());
            edits.add(Edit.of(new Event.Put(row, null, DOCUMENT, each.bytes())));
            bytes += size;
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
        // What a power cut could still take back is not shown.
        await(newest);
        var found = new ArrayList<Optional<Document>>(keys.size());
        for (DocKey key : keys) {
            byte[] packed = shelf.read(key);
            found.add(
                    packed == null
                            ? Optional.empty()
                            : Optional.of(DocumentBytes.unpack(workspace, key, packed)));
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
        try (shelf) {
            chain.close();
        }
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
