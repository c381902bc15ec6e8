package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.CutTail;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One redo log of rows under one identity. Its id is an Ed25519 public key, and the private half
/// signs every commit.
///
/// A commit carries the hash of the one before it, so opening checks that all hashes join and
/// verifies the signature of the last commit alone: it proves all before it. [#verify] checks every
/// signature.
///
/// Thread-safe. Any number of threads commit side by side and share the cost of the disk.
public final class Chain implements AutoCloseable {

    private final Log log;
    private final SigningKey key;
    private final ChainSettings settings;
    private final ChainState state;
    private final ReentrantLock order = new ReentrantLock();

    private Chain(Log log, SigningKey key, ChainSettings settings, ChainState state) {
        this.log = log;
        this.key = key;
        this.settings = settings;
        this.state = state;
    }

    /// Makes an empty chain in `folder`. The caller has saved `key` before, so that no chain is
    /// ever without one.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when a chain is there
    public static Chain create(Path folder, SigningKey key, ChainSettings settings)
            throws IOException {
        Log log =
                Log.create(
                        settings.disk(), folder, key.verifyKey().value(), settings.segmentBytes());
        return new Chain(log, key, settings, new ChainState());
    }

    /// Opens the chain in `folder`. What was never acknowledged is cut off its end, see [#cut].
    ///
    /// Reads all of it once.
    ///
    /// @throws cloud.atek.datachain.log.LockedException when somebody has it open
    /// @throws DamagedLogException when something acknowledged is not readable or was changed
    /// @throws java.nio.file.NoSuchFileException when the chain or its key is not there
    public static Chain open(Path folder, ChainKeys keys, ChainSettings settings)
            throws IOException {
        Log log = Log.open(settings.disk(), folder, settings.segmentBytes());
        try {
            SigningKey key = keys.load(new VerifyKey(log.id()));
            ChainState state = new ChainState();
            check(log, key.verifyKey(), state, false);
            return new Chain(log, key, settings, state);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, log);
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

    /// Number of the last commit that is on disk; 0 in an empty chain.
    public long lastSequence() {
        return log.lastSequence();
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

    /// Commits all of `change` or nothing, and returns when that is on disk.
    ///
    /// @throws IOException when the disk failed; the change may or may not be there after the next
    ///   open, and the chain takes no more until then
    public Outcome commit(Change change) throws IOException {
        Outcome outcome;
        long awaited;
        order.lock();
        try {
            List<Outcome.Reason> reasons = state.objections(change);
            outcome = reasons.isEmpty() ? append(change) : new Outcome.Refused(reasons);
            awaited = state.sequence();
        } finally {
            order.unlock();
        }
        // A refusal waits too: what it was refused for must not vanish in a power cut.
        log.awaitDurable(awaited);
        return outcome;
    }

    /// Reads from the commit `sequence` on; the caller closes the cursor.
    public CommitCursor read(long sequence) {
        return new CommitCursor(log.read(sequence));
    }

    /// Checks every commit that is on disk: checksum, form, place, hash and signature.
    ///
    /// @throws DamagedLogException for the first that is not as it was written
    public void verify() throws IOException {
        check(log, id(), new ChainState(), true);
    }

    /// Writes what is queued, then closes. Doing it twice does nothing.
    @Override
    public void close() throws IOException {
        log.close();
    }

    private Outcome.Committed append(Change change) throws IOException {
        Commit commit =
                new Commit(
                        state.sequence() + 1,
                        state.notBefore(settings.clock().instant()).truncatedTo(ChronoUnit.MILLIS),
                        state.hash(),
                        id().value(),
                        change.edits().stream().map(Edit::event).toList());
        CommitCodec.Written written = CommitCodec.write(commit, key);
        log.append(commit.sequence(), Frame.COMMIT, written.bytes());
        state.apply(commit, written.hash());
        return new Outcome.Committed(commit.sequence(), commit.time(), written.hash());
    }

    /// Applies every commit of `log` to `state` and checks that they join, and the signatures: all
    /// of them or the last.
    private static void check(Log log, VerifyKey id, ChainState state, boolean all)
            throws IOException {
        try (var commits = new CommitCursor(log.read(1))) {
            for (long left = log.lastSequence(); left > 0; left--) {
                SignedCommit signed = commits.next().orElseThrow();
                LogPosition where = commits.where();
                Hash previous = signed.commit().previous();
                if (!previous.equals(state.hash())) {
                    throw new DamagedLogException(
                            where, "the commit does not join the one before it");
                }
                if ((all || left == 1) && !signed.signedBy(id)) {
                    throw new DamagedLogException(where, "the signature is not of this chain");
                }
                state.apply(signed.commit(), signed.hash());
            }
        }
    }

    private static void closeAfter(Exception cause, Log log) {
        try {
            log.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
