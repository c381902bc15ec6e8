package cloud.atek.datachain.merkle;

import cloud.atek.crypto.SigningKey;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Signs checkpoints of a tree and keeps them on disk: one thread that writes the tree's file and
/// the checkpoint, so that no committer waits for them. Thread-safe.
///
/// Only what is on disk is signed. A checkpoint that could not be written is tried again after the
/// policy's delay: every try writes a fresh file.
public final class Checkpointer implements AutoCloseable {

    private final MerkleTree tree;
    private final CheckpointFile file;
    private final SigningKey key;
    private final CheckpointPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread owner;
    private long durable;
    private long signed;
    private boolean forced;
    private boolean closing;
    private boolean ended;
    private long deadline;
    private @Nullable Note newest;
    private @Nullable Throwable failure;

    /// @param newest the checkpoint that is in `file`, verified, if there is one
    public Checkpointer(
            MerkleTree tree,
            CheckpointFile file,
            SigningKey key,
            CheckpointPolicy policy,
            Optional<Note> newest) {
        this.tree = tree;
        this.file = file;
        this.key = key;
        this.policy = policy;
        this.newest = newest.orElse(null);
        this.signed = newest.map(note -> Checkpoint.of(note).size()).orElse(0L);
        this.durable = tree.size();
        this.deadline = System.nanoTime() + policy.delay().toNanos();
        this.owner = Thread.ofVirtual().name("checkpointer").start(this::run);
    }

    /// Tells that all commits up to `size` are on disk.
    public void durable(long size) {
        lock.lock();
        try {
            if (size > durable) {
                if (durable == signed) {
                    deadline = System.nanoTime() + policy.delay().toNanos();
                    changed.signalAll();
                }
                durable = size;
                if (failure == null && durable - signed >= policy.commits()) {
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Signs all that is on disk, unless the newest checkpoint covers it, and returns when the
    /// checkpoint is on disk.
    ///
    /// @throws IOException when it could not be written, or this is closed
    public Note sign() throws IOException {
        lock.lock();
        try {
            long wanted = durable;
            failure = null;
            while (newest == null || signed < wanted) {
                if (failure != null || ended) {
                    throw new IOException("the checkpoint could not be written", failure);
                }
                forced = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /// Signs what is not signed yet, then ends.
    ///
    /// @throws IOException when the checkpoint could not be written; no commit is lost by that
    @Override
    public void close() throws IOException {
        end();
        lock.lock();
        try {
            if (failure != null) {
                throw new IOException("the checkpoint could not be written", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends without a word about a disk that fails: whoever calls this knows.
    public void abandon() {
        end();
    }

    private void end() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (owner.isAlive()) {
            try {
                owner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (awaitDue()) {
            trySign();
        }
        if (unsigned()) {
            trySign();
        }
        finishAll();
    }

    /// Returns when a checkpoint is due, or tells that this is closing.
    private boolean awaitDue() {
        lock.lock();
        try {
            while (!closing && !due()) {
                if (durable == signed) {
                    changed.await();
                } else {
                    changed.awaitNanos(deadline - System.nanoTime());
                }
            }
            return !closing;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean due() {
        boolean enough = failure == null && durable - signed >= policy.commits();
        boolean late = durable > signed && deadline - System.nanoTime() <= 0;
        return forced || enough || late;
    }

    private void trySign() {
        try {
            tree.advance(durable());
            tree.flush();
            NoteKey name = Checkpoint.keyOf(key.verifyKey());
            Checkpoint checkpoint = tree.checkpoint(name.name());
            Note note = name.sign(checkpoint.text(), key);
            file.write(note);
            finish(checkpoint.size(), note);
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void finish(long size, Note note) {
        lock.lock();
        try {
            signed = size;
            durable = Math.max(durable, size);
            newest = note;
            forced = false;
            failure = null;
            deadline = System.nanoTime() + policy.delay().toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            forced = false;
            deadline = System.nanoTime() + policy.delay().toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void finishAll() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean unsigned() {
        lock.lock();
        try {
            return durable > signed;
        } finally {
            lock.unlock();
        }
    }

    private long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }
}
