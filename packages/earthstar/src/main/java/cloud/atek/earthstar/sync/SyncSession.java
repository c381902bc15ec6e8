package cloud.atek.earthstar.sync;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Version;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One side of a sync between two homes of ours: a message in, an answer out. The traffic grows
/// with what they differ in. Whoever carries the messages is not known here.
///
/// A session that breaks off has lost nothing: the next one finds what is still missing. What is
/// written while it runs is left to the next one. One thread owns it.
public final class SyncSession {

    /// Bytes of documents in one message, if there is more than one.
    private static final int DOCUMENTS_BYTES_MAX = 1 << 20;

    private final Replica replica;
    private final String peer;
    private final Terms terms;
    private final Bytes salt;
    private final Items ours;
    private final Reconciler reconciler;

    /// What the other side lacks, or asked for.
    private final Set<DocKey> outbox = new LinkedHashSet<>();

    private int sent;
    private int accepted;
    private int refused;

    /// What a session did so far.
    ///
    /// @param sent documents that were given to the other side
    /// @param accepted documents that came, and are new here
    /// @param refused documents that came, and were none
    public record Tally(int sent, int accepted, int refused) {

        public Tally plus(Tally other) {
            return new Tally(sent + other.sent, accepted + other.accepted, refused + other.refused);
        }
    }

    private SyncSession(Replica replica, String peer, Terms terms, Bytes salt) throws IOException {
        this.replica = replica;
        this.peer = peer;
        this.terms = terms;
        this.salt = salt;
        List<Version> versions =
                replica.versions().stream()
                        .filter(version -> terms.interest().has(version.key().path()))
                        .toList();
        this.ours = Items.of(versions, salt.toArray());
        this.reconciler = new Reconciler(ours);
    }

    /// The side that begins, with [#open].
    ///
    /// @param peer how the other side is called to followers
    public static SyncSession beginning(Replica replica, String peer) throws IOException {
        return beginning(replica, peer, Terms.ALL);
    }

    /// As [#beginning(Replica, String)]; both sides must have the same interest.
    public static SyncSession beginning(Replica replica, String peer, Terms terms)
            throws IOException {
        return new SyncSession(
                replica, peer, terms, Bytes.owning(Secret.random(Batch.SALT_BYTES).toArray()));
    }

    /// The side that answers.
    ///
    /// @param first the message that the other side began with, which is to be heard then
    /// @throws MalformedBatchException when it is none
    public static SyncSession answering(Replica replica, String peer, byte[] first)
            throws IOException {
        return answering(replica, peer, Terms.ALL, first);
    }

    /// As [#answering(Replica, String, byte\[\])]; both sides must have the same interest.
    public static SyncSession answering(Replica replica, String peer, Terms terms, byte[] first)
            throws IOException {
        return new SyncSession(replica, peer, terms, Batch.read(first).salt());
    }

    /// The first message of the side that begins.
    public byte[] open() {
        return new Batch(salt, reconciler.start(), List.of(), List.of(), false).write();
    }

    /// Takes a message, and gives what the side that began says next, or nothing when all is said.
    ///
    /// @throws MalformedBatchException when it is none of this session
    public Optional<byte[]> hear(byte[] message) throws IOException {
        Batch heard = batch(message);
        Batch said = answer(heard);
        return said.empty() && !said.more() && !heard.more()
                ? Optional.empty()
                : Optional.of(said.write());
    }

    /// Takes a message, and gives what the side that did not begin answers: there is always an
    /// answer.
    ///
    /// @throws MalformedBatchException when it is none of this session
    public byte[] answer(byte[] message) throws IOException {
        return answer(batch(message)).write();
    }

    /// Whether `message` belongs to this session.
    ///
    /// @throws MalformedBatchException when it belongs to none
    boolean has(byte[] message) {
        return Batch.read(message).salt().equals(salt);
    }

    public Tally tally() {
        return new Tally(sent, accepted, refused);
    }

    private Batch batch(byte[] message) {
        Batch heard = Batch.read(message);
        if (!heard.salt().equals(salt)) {
            throw new MalformedBatchException("a message of another session");
        }
        return heard;
    }

    private Batch answer(Batch heard) throws IOException {
        take(heard.documents());
        Reconciler.Heard learned = reconciler.hear(heard.ranges());
        if (terms.gives()) {
            outbox.addAll(learned.send());
            heard.wanted().forEach(id -> ours.key(id).ifPresent(outbox::add));
        }
        List<String> documents = documents();
        List<ItemId> wanted = terms.takes() ? learned.want() : List.of();
        return new Batch(salt, learned.answer(), wanted, documents, !outbox.isEmpty());
    }

    private void take(List<String> documents) throws IOException {
        Taken taken = Taken.of(documents, replica, peer, terms);
        accepted += taken.accepted();
        refused += taken.refused();
    }

    /// The next documents of the outbox, as many as fit into a message.
    private List<String> documents() throws IOException {
        var documents = new ArrayList<String>();
        long bytes = 0;
        var next = new ArrayDeque<DocKey>(outbox);
        while (!next.isEmpty() && bytes < DOCUMENTS_BYTES_MAX) {
            DocKey key = next.poll();
            outbox.remove(key);
            for (Document document : replica.documents(List.of(key))) {
                String json = DocumentJson.write(document);
                documents.add(json);
                bytes += json.length();
                sent++;
            }
        }
        return documents;
    }
}
