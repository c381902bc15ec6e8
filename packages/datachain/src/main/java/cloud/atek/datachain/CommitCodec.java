package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.TagKey;
import cloud.atek.datachain.trust.ChangeSignature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// Commits as bytes: the body of a frame of kind 1.
///
/// ```
/// offset size  commit, big-endian
///      0  127  head, see CommitHead: it alone is hashed
///    127       events, see EventCodec, and what is left of removed ones, see Items
///      +       signatures, see SignatureCodec
/// ```
///
/// The head has the root over the events, so a commit that lost some of them to compaction still
/// has its hash, and its signatures are still good.
final class CommitCodec {

    private CommitCodec() {}

    /// A commit that is not written yet.
    ///
    /// @param previous hash of the commit before it
    record Draft(long sequence, Instant time, Hash previous, Origin origin, List<Event> events) {}

    /// A commit as it will stand in the log.
    ///
    /// @param head of it
    /// @param events all of them
    record Written(Bytes bytes, Hash hash, CommitHead head, List<Event> events) {

        Commit commit() {
            var items = new ArrayList<Commit.Item>(events.size());
            for (Event event : events) {
                items.add(new Commit.Item.Kept(items.size(), event));
            }
            return new Commit(head, items);
        }
    }

    /// Written size, signatures included.
    static long size(Iterable<Event> events, List<ChangeSignature> authors) {
        long size = CommitHead.BYTES + (long) SignatureCodec.size(authors);
        for (Event event : events) {
            size += EventCodec.size(event);
        }
        return size;
    }

    /// @param key of the chain, see [SignedCommit#tagKey]
    static Written write(Draft draft, List<ChangeSignature> authors, TagKey key) {
        ByteBuffer out = ByteBuffer.allocate((int) size(draft.events(), authors));
        Hash root = writeEvents(draft.events(), out.position(CommitHead.BYTES));
        var head =
                new CommitHead(
                        draft.sequence(),
                        draft.time(),
                        draft.previous(),
                        draft.origin(),
                        draft.events().size(),
                        root);
        out.put(0, head.toArray());
        Hash hash = head.hash();
        SignatureCodec.write(authors, key.tag(hash.value()), out);
        return new Written(Bytes.owning(out.array()), hash, head, draft.events());
    }

    /// The root of the Merkle tree over `events`, as a commit of them has it.
    static Hash eventsRoot(List<Event> events) {
        var tree = new EventTree();
        for (Event event : events) {
            ByteBuffer out = ByteBuffer.allocate((int) EventCodec.size(event));
            EventCodec.write(event, out);
            tree.add(new EventTree.Subtree(0, EventTree.leaf(out.flip())));
        }
        return tree.root();
    }

    /// Reads a commit. Its events are those that its head tells; its signatures are not verified.
    ///
    /// @throws MalformedCommitException when `bytes` is not one of a format we know
    static SignedCommit read(Bytes bytes) {
        return parsed(
                bytes,
                in -> {
                    CommitHead head = CommitHead.read(in);
                    var commit = new Commit(head, Items.read(head, in));
                    SignatureCodec.Signatures all = SignatureCodec.read(in);
                    return new SignedCommit(commit, head.hash(), all.authors(), all.tag());
                });
    }

    /// The commit without the events that `keep` does not want, with the same hash and signatures.
    ///
    /// @param bytes a commit, perhaps pruned before
    /// @param keep gets the ordinal of each event that is there, from 0
    /// @return nothing when no event would be left
    /// @throws MalformedCommitException when `bytes` is not a commit
    static Optional<Bytes> prune(Bytes bytes, IntPredicate keep) {
        return parsed(bytes, in -> Optional.ofNullable(Items.prune(CommitHead.read(in), in, keep)));
    }

    private static <T> T parsed(Bytes bytes, Function<ByteBuffer, T> parser) {
        try {
            return parser.apply(bytes.toBuffer());
        } catch (BufferUnderflowException e) {
            throw new MalformedCommitException("the commit is cut off", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedCommitException("not a commit: " + e.getMessage(), e);
        }
    }

    private static Hash writeEvents(List<Event> events, ByteBuffer out) {
        var tree = new EventTree();
        for (Event event : events) {
            int start = out.position();
            EventCodec.write(event, out);
            ByteBuffer written = out.slice(start, out.position() - start);
            tree.add(new EventTree.Subtree(0, EventTree.leaf(written)));
        }
        return tree.root();
    }
}
