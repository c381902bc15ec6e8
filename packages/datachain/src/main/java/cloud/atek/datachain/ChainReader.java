package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.CutTail;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.log.ScratchDisk;
import cloud.atek.datachain.log.SegmentFile;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointFile;
import cloud.atek.datachain.merkle.Leaves;
import cloud.atek.datachain.merkle.MerkleTree;
import cloud.atek.datachain.merkle.Note;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A chain that is read and not written: no key is needed, and its folder stays as it is. Nobody
/// else has the chain open meanwhile.
///
/// One thread at a time.
public final class ChainReader implements AutoCloseable {

    private final Disk disk;
    private final Path folder;
    private final Log log;
    private final VerifyKey id;
    private final Optional<Note> checkpoint;

    private ChainReader(Disk disk, Path folder, Log log, Optional<Note> checkpoint) {
        this.disk = disk;
        this.folder = folder;
        this.log = log;
        this.id = new VerifyKey(log.id());
        this.checkpoint = checkpoint;
    }

    /// Finds the end of the chain in `folder`; the rest is checked by [#check].
    ///
    /// @throws cloud.atek.datachain.log.LockedException when somebody has it open
    /// @throws cloud.atek.datachain.log.DamagedLogException when something acknowledged is missing
    /// @throws java.nio.file.NoSuchFileException when no chain is there
    public static ChainReader open(Path folder, Disk disk) throws IOException {
        if (disk.list(folder).stream().noneMatch(name -> name.endsWith(".seg"))) {
            // Before a lock is made in a folder that is none of ours.
            throw new NoSuchFileException(folder.toString(), null, "no chain is in this folder");
        }
        var scratch = new ScratchDisk(disk);
        Optional<Note> newest = new CheckpointFile(scratch, folder).read();
        long signed = newest.map(note -> Checkpoint.of(note).size()).orElse(0L);
        Log log = Log.open(scratch, folder, LogLimits.SEGMENT_BYTES, signed);
        try {
            return new ChainReader(scratch, folder, log, newest);
        } catch (IllegalArgumentException e) {
            log.close();
            throw new IOException("the id of this log is not the key of a chain", e);
        }
    }

    /// Opens what stands before a damage in the newest segment, for whoever wants to see or save
    /// it.
    ///
    /// @param damage as [#open] told it
    /// @throws cloud.atek.datachain.log.DamagedLogException when nothing before it is readable
    public static ChainReader before(DamagedLogException damage, Path folder, Disk disk)
            throws IOException {
        var scratch = new ScratchDisk(disk);
        try (DiskFile file = scratch.open(folder.resolve(damage.segment()))) {
            file.truncate(damage.offset());
        }
        Log log = Log.open(scratch, folder, LogLimits.SEGMENT_BYTES, 0);
        return new ChainReader(scratch, folder, log, Optional.empty());
    }

    public VerifyKey id() {
        return id;
    }

    /// Number of the last commit that is on disk; 0 when making the chain was cut short.
    public long lastSequence() {
        return log.lastSequence();
    }

    /// What opening the chain for writing would cut off its end, if anything.
    public Optional<CutTail> torn() {
        return log.cut();
    }

    /// The newest checkpoint. Its signature is verified by [#check].
    public Optional<Note> checkpoint() {
        return checkpoint;
    }

    /// The segments in order.
    public List<SegmentFile> files() {
        return log.files();
    }

    /// Reads from the commit `sequence` on; the caller closes the cursor.
    public CommitCursor read(long sequence) {
        return new CommitCursor(log.read(sequence));
    }

    /// The end of a chain whose commits all join.
    ///
    /// @param genesis the rules of the whole chain, as they are now
    /// @param sequence of the last commit
    /// @param hash of that commit
    /// @param root of the Merkle tree over all commits
    public record Checked(Genesis genesis, long sequence, Hash hash, Hash root) {}

    /// Reads all of the chain and checks that its commits join, the last signature, which proves
    /// all before it, and the checkpoint.
    ///
    /// @param everything checks every signature too, and every byte behind the last commit
    /// @param leaves gets the hash of every commit, and knows their root
    /// @throws cloud.atek.datachain.log.DamagedLogException for the first that is not as it was
    ///   written
    public Checked check(boolean everything, Leaves leaves, @Nullable SigningKey owner)
            throws IOException {
        TagKey tags = owner == null ? null : SignedCommit.tagKey(owner);
        var check = new ChainCheck(log, id, tags, checkpoint);
        if (everything) {
            check.all(leaves);
        } else {
            check.last(leaves);
        }
        Genesis genesis = check.state().genesis();
        if (genesis == null) {
            throw new IOException(
                    "making this chain was cut short: it has no commit. Remove " + folder);
        }
        return new Checked(genesis, check.state().sequence(), check.state().hash(), leaves.root());
    }

    /// An empty tree for [#check], which can make proofs afterwards, when it was flushed. The
    /// caller closes it.
    public MerkleTree tree() throws IOException {
        return MerkleTree.open(disk, folder);
    }

    /// What is in a chain.
    ///
    /// @param commits that are still there
    /// @param pruned commits that compaction removed whole
    /// @param events that are still there
    /// @param rows that are there now
    /// @param removed rows of which a tombstone is left
    /// @param bodyBytes of the bodies of all events, as they are stored
    /// @param first time of the first commit
    /// @param last time of the last commit
    public record Contents(
            long commits,
            long pruned,
            long events,
            long rows,
            long removed,
            long bodyBytes,
            Instant first,
            Instant last) {}

    /// Counts what is in this chain; nothing is verified.
    ///
    /// @param progress gets the sequence of every commit
    public Contents contents(LongConsumer progress) throws IOException {
        var count = new ContentsCount();
        try (CommitCursor cursor = read(1)) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                count.add(next.get().commit());
                progress.accept(next.get().commit().sequence());
            }
        }
        return count.of(lastSequence());
    }

    /// Gives the lock back; nothing is written.
    @Override
    public void close() throws IOException {
        log.close();
    }
}
