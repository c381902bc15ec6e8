package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.CutTail;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogClosedException;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointFile;
import cloud.atek.datachain.merkle.Checkpointer;
import cloud.atek.datachain.merkle.ConsistencyProof;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.datachain.merkle.InclusionProof;
import cloud.atek.datachain.merkle.MerkleTree;
import cloud.atek.datachain.merkle.Note;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// One redo log of rows under one identity. Its id is an Ed25519 public key, and the private half
/// signs every commit.
///
/// A commit carries the hash of the one before it, so opening checks that all hashes join and
/// verifies the tag of the last commit alone: it proves all before it. In a distributed chain
/// opening also checks of every commit that its authors signed it and were allowed to. [#verify]
/// checks all of that in every chain, every tag and every signature.
///
/// A large chain has an index of its rows: opening reads that and what was committed later.
///
/// Thread-safe. Any number of threads commit side by side and share the cost of the disk.
public final class Chain implements AutoCloseable {

    private final Log log;
    private final SigningKey key;
    private final TagKey tags;
    private final ChainState state;
    private final MerkleTree tree;
    private final CheckpointFile checkpoints;
    private final Checkpointer checkpointer;
    private final ChainIndex index;
    private final Sequencer sequencer;
    private final RowKeys keys;
    private final Compactor compactor;
    private final ReentrantLock order = new ReentrantLock();

    private boolean closed;

    /// The last commit whose caller did not wait for the disk, 0 for none.
    private long untold;

    private Chain(
            Log log,
            SigningKey key,
            TagKey tags,
            ChainSettings settings,
            ChainCheck checked,
            Resumed from,
            CheckpointFile checkpoints,
            Stages stages) {
        this.log = log;
        this.keys = new RowKeys(settings.clock());
        this.key = key;
        this.tags = tags;
        this.state = checked.state();
        this.tree = from.tree();
        this.sequencer = new Sequencer(state, log, tree, tags, settings.clock(), stages);
        this.checkpoints = checkpoints;
        this.checkpointer =
                new Checkpointer(
                        tree, checkpoints, key, settings.checkpoints(), checked.checkpoint());
        this.index =
                new ChainIndex(
                        from.file(),
                        key,
                        from.sequence(),
                        () -> ChainCapture.take(state, order, log, tree));
        this.compactor =
                new Compactor(
                        new ChainParts(
                                log, key, settings, state, order, tree, checkpointer, index));
    }

    /// Makes a chain in `folder` that only its own key writes, see [Genesis#of].
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when a chain is there
    public static Chain create(Path folder, SigningKey key, ChainSettings settings)
            throws IOException {
        return create(folder, key, Genesis.of(key.verifyKey()), settings);
    }

    /// Makes a chain in `folder`; its first commit is the genesis, and that is on disk on return.
    /// The caller has saved `key` before, so that no chain is ever without one.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when a chain is there
    public static Chain create(Path folder, SigningKey key, Genesis genesis, ChainSettings settings)
            throws IOException {
        var checkpoints = new CheckpointFile(settings.disk(), folder);
        if (checkpoints.read().isPresent()) {
            throw new FileAlreadyExistsException(
                    folder.toString(), null, "it holds the checkpoint of a chain");
        }
        Log log =
                Log.create(
                        settings.disk(), folder, key.verifyKey().value(), settings.segmentBytes());
        try {
            Chain chain = start(log, key, settings, checkpoints, Optional.empty());
            if (chain.commit(Change.of(genesis.event())) instanceof Outcome.Refused(var reasons)) {
                throw new IllegalStateException("a genesis was refused: " + reasons);
            }
            return chain;
        } catch (IOException | RuntimeException e) {
            closeAfter(e, log);
            throw e;
        }
    }

    /// Opens the chain in `folder`. What was never acknowledged is cut off its end, see [#cut].
    ///
    /// Reads what was committed after the index was written, or all of it when there is none.
    ///
    /// @throws cloud.atek.datachain.log.LockedException when somebody has it open
    /// @throws DamagedLogException when something acknowledged is not readable or was changed
    /// @throws java.nio.file.NoSuchFileException when the chain or its key is not there, or the
    ///   chain was never made whole
    public static Chain open(Path folder, ChainKeys keys, ChainSettings settings)
            throws IOException {
        var checkpoints = new CheckpointFile(settings.disk(), folder);
        Optional<Note> newest = checkpoints.read();
        long signed = newest.map(note -> Checkpoint.of(note).size()).orElse(0L);
        Log log = Log.open(settings.disk(), folder, settings.segmentBytes(), signed);
        try {
            if (log.lastSequence() == 0) {
                throw new NoSuchFileException(
                        folder.toString(),
                        null,
                        "making this chain was cut short: remove the folder and make it again");
            }
            return start(log, keys.load(new VerifyKey(log.id())), settings, checkpoints, newest);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, log);
            throw e;
        }
    }

    /// Reads `log` and lets the chain begin behind it.
    private static Chain start(
            Log log,
            SigningKey key,
            ChainSettings settings,
            CheckpointFile checkpoints,
            Optional<Note> newest)
            throws IOException {
        TagKey tags = SignedCommit.tagKey(key);
        Path folder = checkpoints.folder();
        var from = Resumed.from(new IndexFile(settings.disk(), folder, key.verifyKey()), log, tags);
        try {
            var check = new ChainCheck(log, key.verifyKey(), tags, newest, from.state());
            check.last(from.tree());
            from.tree().trim();
            Stages stages = settings.stages().apply(key.verifyKey());
            rebuild(stages, log);
            return new Chain(log, key, tags, settings, check, from, checkpoints, stages);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, from.tree());
            throw e;
        }
    }

    public VerifyKey id() {
        return key.verifyKey();
    }

    /// What opening cut off, if anything.
    public Optional<CutTail> cut() {
        return log.cut();
    }

    /// The rules of the whole chain, as they are now.
    public Genesis genesis() {
        order.lock();
        try {
            return Objects.requireNonNull(state.genesis());
        } finally {
            order.unlock();
        }
    }

    /// The highest counter of `author`, see [ChangeText#counter]; 0 when he never signed.
    public long counterOf(KeyName author) {
        order.lock();
        try {
            return state.counterOf(author);
        } finally {
            order.unlock();
        }
    }

    /// Number of the last commit that is on disk, at least 1: that is the genesis.
    public long lastSequence() {
        return log.lastSequence();
    }

    /// A key for a new row, above all that this open chain gave before: rows sorted by such keys
    /// stand in the order in which they were made.
    public RowKey newKey() {
        return keys.next();
    }

    /// The sequence of the commit that put the row last, or [Edit#ABSENT] when there is no such
    /// row.
    public long sequenceOf(RowKey row) {
        order.lock();
        try {
            return state.sequenceOf(row);
        } finally {
            order.unlock();
        }
    }

    /// Commits all of `change` or nothing in the name of the chain itself, and returns when that is
    /// on disk.
    ///
    /// @throws IOException when the disk failed; the change may or may not be there after the next
    ///   open, and the chain takes no more until then
    public Outcome commit(Change change) throws IOException {
        return commit(change, Author.OWNER, Scope.LOCAL);
    }

    /// Commits all of `change` or nothing, if `author` may, and returns when it came as far as
    /// `scope` wants.
    ///
    /// @throws IOException as [#commit(Change)] does
    public Outcome commit(Change change, Author author, Scope scope) throws IOException {
        // Signatures are looked at side by side, before the order: that is most of the work.
        Backing backing = backings().of(author, change.events());
        Outcome outcome;
        long awaited;
        order.lock();
        try {
            outcome = sequencer.take(change, author, backing);
            awaited = state.sequence();
            if (scope == Scope.NONE) {
                untold = awaited;
            }
        } finally {
            order.unlock();
        }
        if (scope != Scope.NONE) {
            // A refusal waits too: what it was refused for must not vanish in a power cut.
            log.awaitDurable(awaited);
            checkpointer.durable(awaited);
        }
        index.committed(awaited);
        compactor.committed();
        return outcome;
    }

    /// The rows as they are now, whatever is committed later; the caller closes it. Waits until all
    /// of it is on disk.
    ///
    /// @throws IOException when the disk failed before that
    public Snapshot snapshot() throws IOException {
        Snapshot snapshot;
        order.lock();
        try {
            snapshot =
                    new Snapshot(
                            state.snapshot(),
                            order,
                            log,
                            new Outcome.Committed(state.sequence(), state.time(), state.hash()),
                            Objects.requireNonNull(state.genesis()).rule());
        } finally {
            order.unlock();
        }
        try {
            log.awaitDurable(snapshot.sequence());
            return snapshot;
        } catch (IOException | RuntimeException e) {
            closeAfter(e, snapshot);
            throw e;
        }
    }

    /// The time that a commit would have now: by the chain's clock, and never before the last
    /// commit.
    public Instant now() {
        order.lock();
        try {
            return sequencer.now();
        } finally {
            order.unlock();
        }
    }

    /// Waits until there is more than `sequence` on disk, and returns the last sequence there.
    ///
    /// @param patience after which it returns what there is
    /// @param abandoned tells that nobody wants to wait any more; asked again after [#wake]. It
    ///   must be quick
    /// @throws LogClosedException when nothing more will come
    /// @throws java.io.InterruptedIOException when the thread was interrupted
    public long awaitBeyond(long sequence, Duration patience, BooleanSupplier abandoned)
            throws IOException {
        return log.awaitBeyond(sequence, patience, abandoned);
    }

    /// Lets all that wait in [#awaitBeyond] find out whether they still want to.
    public void wake() {
        log.wake();
    }

    /// Reads from the commit `sequence` on; the caller closes the cursor.
    public CommitCursor read(long sequence) {
        return new CommitCursor(log.read(sequence));
    }

    /// The root of the Merkle tree over the first `size` commits.
    ///
    /// @param size 0 to [#lastSequence]
    public Hash root(long size) throws IOException {
        return proving(() -> tree.root(size));
    }

    /// Proves that a commit is one of the first `size`: its hash is the leaf.
    ///
    /// @param sequence from 1, not above `size`
    /// @param size 1 to [#lastSequence]
    public InclusionProof inclusion(long sequence, long size) throws IOException {
        return proving(() -> tree.inclusion(sequence - 1, size));
    }

    /// Proves that the chain of `first` commits is the beginning of that of `second`.
    ///
    /// @param first 0 to `second`
    /// @param second 0 to [#lastSequence]
    public ConsistencyProof consistency(long first, long second) throws IOException {
        return proving(() -> tree.consistency(first, second));
    }

    /// Signs the size and the root of the chain, unless its newest checkpoint covers all of it, and
    /// returns the checkpoint when it is on disk. Its key is [Checkpoint#keyOf] of [#id].
    ///
    /// @throws IOException when it could not be written
    public Note checkpoint() throws IOException {
        return checkpointer.sign();
    }

    /// Checks every byte that is on disk: checksums, form, order, hashes, all tags and signatures
    /// and the checkpoint.
    ///
    /// @throws DamagedLogException for the first that is not as it was written
    public void verify() throws IOException {
        compactor.pausing(
                () -> new ChainCheck(log, id(), tags, checkpoints.read()).all(new Frontier()));
    }

    /// Removes from the log what is of no use any more, now: versions of rows that are older than
    /// the history that the genesis promises, and rows whose removal is older than the settings
    /// say. Nothing that can be seen changes, nor any root or proof. Commits and reads go on
    /// meanwhile; a compaction that the chain began by itself is waited for.
    ///
    /// @throws IOException when the disk failed, a segment is damaged, or the chain was closed
    ///   meanwhile; what is done so far is good, and the next one goes on with it
    public Compacted compact() throws IOException {
        return compactor.compact();
    }

    /// The highest sequence of a removal that the chain has forgotten: whoever has the rows of an
    /// earlier sequence must take them anew. 0 when it remembers all. It rises before the log
    /// changes.
    public long horizon() {
        order.lock();
        try {
            return state.horizon();
        } finally {
            order.unlock();
        }
    }

    /// What writes the index, for who wants it sooner than it is due.
    ChainIndex index() {
        return index;
    }

    /// Closes the newest segment, so that all there is can be compacted and is copied but once by
    /// backups. Does nothing while that segment has no commit.
    public void rotate() throws IOException {
        log.rotate();
    }

    /// Writes what is queued, signs a checkpoint, then closes. Doing it twice does nothing.
    ///
    /// @throws IOException when the checkpoint could not be written: no commit is lost by that; or
    ///   when the disk failed before all commits with [Scope#NONE] were there
    @Override
    public void close() throws IOException {
        compactor.stop();
        index.stop();
        order.lock();
        // The tree's file closes after the thread that writes it, the log, with its lock, last.
        try (var _ = log;
                var _ = tree) {
            if (!closed) {
                closed = true;
                finish();
            }
        } finally {
            order.unlock();
        }
    }

    private void finish() throws IOException {
        try {
            log.awaitDurable(state.sequence());
        } catch (LogClosedException e) {
            checkpointer.abandon();
            if (log.lastSequence() < untold) {
                throw e;
            }
            // Every commit that it cost was told of.
            return;
        }
        try (var _ = checkpointer) {
            checkpointer.durable(state.sequence());
            if (index.stale(state.sequence())) {
                index.write();
            }
        }
    }

    /// Gives a proof or a root. A tree that is not good any more is mended by the next open, which
    /// must not trust the index then.
    private <T> T proving(Proving<T> proof) throws IOException {
        advance();
        try {
            return proof.of();
        } catch (DamagedLogException e) {
            index.drop();
            throw e;
        }
    }

    /// Lets the tree have all that is on disk. Under the order, so that no leaf is missing in it.
    private void advance() {
        order.lock();
        try {
            tree.advance(log.lastSequence());
        } finally {
            order.unlock();
        }
    }

    private Backings backings() {
        order.lock();
        try {
            return state.backings();
        } finally {
            order.unlock();
        }
    }

    private static void rebuild(Stages stages, Log log) throws IOException {
        long last = log.lastSequence();
        long from = stages.wanted(last);
        if (from > last) {
            return;
        }
        try (var cursor = new CommitCursor(log.read(from))) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                stages.rebuild(next.get().commit());
            }
        }
    }

    @FunctionalInterface
    private interface Proving<T> {
        T of() throws IOException;
    }

    private static void closeAfter(Exception cause, AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }
}
