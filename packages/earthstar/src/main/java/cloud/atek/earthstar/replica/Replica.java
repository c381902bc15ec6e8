package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.Verifier;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One workspace as this home has it: documents of one format, and of each author the newest one at
/// every path.
///
/// Thread-safe. Methods block; any number of threads write side by side and share the cost of the
/// disk. What a store could not write ends the replica: open it again to learn what survived.
public final class Replica implements AutoCloseable {

    /// How often a query is asked anew because documents changed while they were read.
    private static final int READS_MAX = 3;

    /// Documents that [#each] has in memory at a time.
    private static final int BATCH_DOCUMENTS = 500;

    private final DocStore store;
    private final Format format;
    private final InstantSource clock;
    private final Judge judge;
    private final Index index = new Index();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Follower> followers = new CopyOnWriteArraySet<>();
    private volatile Quota quota = Quota.NONE;
    private boolean closed;

    private Replica(DocStore store, InstantSource clock, Verifier verifier) {
        this.store = store;
        this.format = store.workspace().format();
        this.clock = clock;
        this.judge = new Judge(store.workspace(), verifier);
    }

    /// Opens what `store` holds, which belongs to the replica from now on.
    public static Replica open(DocStore store) throws IOException {
        return open(store, InstantSource.system(), new Verifier());
    }

    /// @param verifier may be shared by replicas
    public static Replica open(DocStore store, InstantSource clock, Verifier verifier)
            throws IOException {
        var replica = new Replica(store, clock, verifier);
        store.each(document ->
                replica.index.put(Card.of(document, replica.index.shared(document.author()))));
        return replica;
    }

    /// From now on no more than this is kept; what is there stays.
    public Replica limit(Quota most) {
        quota = most;
        return this;
    }

    public Address.Workspace workspace() {
        return store.workspace();
    }

    /// Signs and keeps what an author says. A time that is not given is now, and always behind the
    /// winner of the path.
    public Written set(Keypair keypair, Draft draft) throws IOException {
        return set(new Writer(keypair, null), draft);
    }

    /// As [#set(Keypair, Draft)], in a workspace of es.5 too.
    public Written set(Writer writer, Draft draft) throws IOException {
        Arrival.Came came;
        long ticket;
        lock.lock();
        try {
            requireOpen();
            switch (sign(writer, draft)) {
                case Checked.Bad<Document>(Refusal refusal) -> {
                    return new Written.Refused(refusal);
                }
                case Checked.Good<Document>(Document document) -> {
                    Optional<Refusal> full = full(document);
                    if (full.isPresent()) {
                        return new Written.Refused(full.get());
                    }
                    came = keep(document, "", true);
                    if (came == null) {
                        return new Written.Ignored();
                    }
                    ticket = write(List.of(), List.of(document));
                }
            }
        } finally {
            lock.unlock();
        }
        done(ticket, List.of(came));
        return new Written.Accepted(came.document());
    }

    /// Judges and keeps a document that came from elsewhere.
    ///
    /// @param from who sent it; only followers are told
    public Written ingest(RawDocument document, String from) throws IOException {
        return ingest(List.of(document), from).getFirst();
    }

    /// As [#ingest(RawDocument, String)], of many at a time: signatures are verified side by side,
    /// and the disk is awaited once. What is known, or older, is passed over unverified.
    ///
    /// @return what became of each, in their order
    public List<Written> ingest(List<RawDocument> documents, String from) throws IOException {
        double now = now();
        return judge(documents.size(), i -> judge.read(documents.get(i), now), from);
    }

    /// As [#ingest(List, String)], of documents that were read already. They are judged all the
    /// same.
    public List<Written> take(List<Checked<Document>> documents, String from) throws IOException {
        double now = now();
        return judge(documents.size(), i -> judge.read(documents.get(i), now), from);
    }

    /// @param reading of what came, without a look at its signature
    private List<Written> judge(int count, IntFunction<Checked<Document>> reading, String from)
            throws IOException {
        List<Checked<Document>> ours = Parallel.map(count, reading);
        List<Boolean> known = known(ours);
        List<Written> judged = Parallel.map(count, i -> judge.written(ours.get(i), known.get(i)));
        return keep(judged, from);
    }

    /// The winner of a path; its content is empty when it was deleted.
    public Optional<Document> document(String path) throws IOException {
        return read(
                        () -> {
                            Card winner = index.winner(path, now(), Precedence.winner(format));
                            return winner == null ? List.of() : List.of(winner);
                        })
                .stream()
                .findFirst();
    }

    /// The content of the winner of a path.
    public Optional<String> value(String path) throws IOException {
        return document(path).map(Document::content);
    }

    /// In the order of paths; of one path, es.3 has the newest first, es.4 goes by author.
    public List<Document> documents(Query query) throws IOException {
        return read(() -> select(query).cards());
    }

    /// The documents of the cards that `which` finds under the lock.
    private List<Document> read(Supplier<List<Card>> which) throws IOException {
        for (int i = 1; i < READS_MAX; i++) {
            Optional<List<Document>> read = read(locked(which::get));
            if (read.isPresent()) {
                return read.get();
            }
        }
        // Somebody writes all the time: let him wait.
        return locked(() -> read(which.get()).orElseThrow());
    }

    /// The contents of [#documents].
    public List<String> values(Query query) throws IOException {
        return documents(query).stream().map(Document::content).toList();
    }

    /// Sorted, each once. Reads no document.
    public List<String> paths(Query query) throws IOException {
        return locked(() -> select(query).distinctPaths());
    }

    /// Who wrote anything that is still there, sorted.
    public List<String> authors() throws IOException {
        return locked(() -> index.authors(now()));
    }

    /// How many documents there are, those that are over and not swept included.
    public int size() throws IOException {
        return locked(index::size);
    }

    /// Of all contents, in bytes.
    public long bytes() throws IOException {
        return locked(index::bytes);
    }

    /// Of the contents of one author, in bytes.
    public long bytes(String author) throws IOException {
        return locked(() -> index.bytes(author));
    }

    /// What there is of every path and author, without reading a document.
    public List<Version> versions() throws IOException {
        return locked(() -> select(Query.ALL).cards().stream().map(Version::of).toList());
    }

    /// Takes one document after the other.
    @FunctionalInterface
    public interface Reader {
        void read(Document document) throws IOException;
    }

    /// Hands over all documents, in the order of [#documents(Query)] for all versions, some at a
    /// time: so the workspace need not fit into memory.
    public void each(Reader reader) throws IOException {
        List<DocKey> keys = versions().stream().map(Version::key).toList();
        for (int i = 0; i < keys.size(); i += BATCH_DOCUMENTS) {
            int end = Math.min(i + BATCH_DOCUMENTS, keys.size());
            for (Document document : documents(keys.subList(i, end))) {
                reader.read(document);
            }
        }
    }

    /// The documents at `keys`, as far as they are there, in that order.
    public List<Document> documents(List<DocKey> keys) throws IOException {
        if (closed()) {
            throw new ReplicaClosedException();
        }
        double now = now();
        return store.read(keys).stream()
                .flatMap(Optional::stream)
                .filter(document -> !document.expired(now))
                .toList();
    }

    /// Removes documents from this home alone: whoever syncs with another gets them again.
    ///
    /// @param query must ask for [Query.History#ALL]
    /// @return how many
    public int forget(Query query) throws IOException {
        if (query.history() != Query.History.ALL) {
            throw new IllegalArgumentException("only a query of all versions can be forgotten");
        }
        return removed(() -> select(query).cards());
    }

    /// Removes documents that are over from the store. They are in no answer before that either.
    ///
    /// @return how many
    public int sweep() throws IOException {
        return removed(() -> index.expired(now()));
    }

    /// Hears of documents that come from now on; the caller closes it.
    public Follower follow() throws IOException {
        return follower(null);
    }

    /// As [#follow()], of what did not come from `teller`, who knows it.
    public Follower followAllBut(String teller) throws IOException {
        return follower(teller);
    }

    private Follower follower(@Nullable String teller) throws IOException {
        return locked(() -> {
            var follower = new Follower(followers::remove, teller);
            followers.add(follower);
            return follower;
        });
    }

    /// A setting of this replica, which never leaves it.
    public Optional<String> config(String key) throws IOException {
        return locked(() -> store.config(key));
    }

    /// @param value null to remove it
    public void configure(String key, @Nullable String value) throws IOException {
        locked(() -> {
            store.configure(key, value);
            return key;
        });
    }

    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Closes the store too. Doing it twice does nothing; all else fails afterwards.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            followers.forEach(Follower::end);
            store.close();
        } finally {
            lock.unlock();
        }
    }

    /// The clock, in microseconds since 1970.
    public double now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private Checked<Document> sign(Writer writer, Draft draft) {
        double now = now();
        Card winner = index.winner(draft.path(), now, Precedence.winner(format));
        double least = winner == null ? 0 : winner.timestamp() + 1;
        return writer.sign(workspace(), draft, now, least);
    }

    /// Whether each would be passed over, good or not: its author has the same or a newer one here.
    /// Only what could be kept is worth the work of verifying it.
    private List<Boolean> known(List<Checked<Document>> read) throws IOException {
        double now = now();
        return locked(() ->
                read.stream()
                        .map(each -> each.good().filter(one -> known(one, now)).isPresent())
                        .toList());
    }

    private boolean known(Document document, double now) {
        Card old = index.find(document.path(), document.author());
        return old != null && !old.expired(now) && !Precedence.supersedes(document, old);
    }

    /// Keeps those that are good and still newer than what is there.
    private List<Written> keep(List<Written> judged, String from) throws IOException {
        var result = new ArrayList<Written>(judged.size());
        var kept = new ArrayList<Arrival.Came>();
        long ticket;
        lock.lock();
        try {
            requireOpen();
            for (Written one : judged) {
                Written each = fitting(one);
                Arrival.Came came =
                        each instanceof Written.Accepted(Document document)
                                ? keep(document, from, false)
                                : null;
                boolean old = each instanceof Written.Accepted && came == null;
                result.add(old ? new Written.Ignored() : each);
                if (came != null) {
                    kept.add(came);
                }
            }
            ticket = write(List.of(), kept.stream().map(Arrival.Came::document).toList());
        } finally {
            lock.unlock();
        }
        done(ticket, kept);
        return result;
    }

    /// Waits for the disk, then tells.
    private void done(long ticket, List<Arrival.Came> kept) throws IOException {
        store.await(ticket);
        kept.forEach(came -> followers.forEach(follower -> follower.tell(came)));
    }

    private Written fitting(Written judged) {
        return judged instanceof Written.Accepted(Document document)
                ? full(document).<Written>map(Written.Refused::new).orElse(judged)
                : judged;
    }

    private Optional<Refusal> full(Document document) {
        Card card = Card.of(document, document.author());
        return quota.refusal(index, card, index.find(card.path(), card.author()));
    }

    /// Puts a good document into the index, if it is newer than what its author has there; null
    /// when it is not.
    private Arrival.@Nullable Came keep(Document document, String from, boolean local) {
        double now = now();
        Card card = Card.of(document, index.shared(document.author()));
        Card old = index.find(card.path(), card.author());
        if (old != null && !old.expired(now) && !Precedence.supersedes(document, old)) {
            return null;
        }
        index.put(card);
        boolean latest = card.equals(index.winner(card.path(), now, Precedence.winner(format)));
        return new Arrival.Came(document, latest, local, from);
    }

    /// Index and store must not part: when the disk fails, this is over.
    private long write(List<DocKey> removed, List<Document> put) throws IOException {
        try {
            return store.write(removed, put);
        } catch (IOException | RuntimeException e) {
            closed = true;
            followers.forEach(Follower::end);
            try (store) {
                throw e;
            }
        }
    }

    private int removed(Supplier<List<Card>> which) throws IOException {
        long ticket;
        List<Card> cards;
        lock.lock();
        try {
            requireOpen();
            cards = which.get();
            cards.forEach(index::remove);
            ticket = write(cards.stream().map(Card::key).toList(), List.of());
        } finally {
            lock.unlock();
        }
        store.await(ticket);
        return cards.size();
    }

    private Selection select(Query query) {
        return new Selection(index, format, query, now());
    }

    /// The documents of `cards`, or nothing when one of them is another by now.
    private Optional<List<Document>> read(List<Card> cards) throws IOException {
        var documents = new ArrayList<Document>(cards.size());
        List<Optional<Document>> found = store.read(cards.stream().map(Card::key).toList());
        for (int i = 0; i < cards.size(); i++) {
            String signature = cards.get(i).signature();
            Optional<Document> document =
                    found.get(i).filter(each -> each.signature().equals(signature));
            if (document.isEmpty()) {
                return Optional.empty();
            }
            documents.add(document.get());
        }
        return Optional.of(documents);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T get() throws IOException;
    }

    private <T> T locked(Reading<T> reading) throws IOException {
        lock.lock();
        try {
            requireOpen();
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ReplicaClosedException();
        }
    }
}
