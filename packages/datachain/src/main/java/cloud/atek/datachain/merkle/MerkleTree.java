package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The tree over the commits of one chain. In memory it is its frontier and what was not yet
/// written; the hashes of all complete subtrees stand in the file `tree` beside the segments, so
/// that a proof takes some dozens of reads whatever the size.
///
/// ```
/// offset size  tree
///   32 p   32  hash of the complete subtree at position p, see Subtrees
/// ```
///
/// The file is disposable: it is synced only before an index is written, opening compares what came
/// later with the log and mends it, and no proof leaves here that does not lead to the root in
/// memory.
///
/// A commit is only queued here. Its leaf joins the tree when somebody who knows that it is on disk
/// calls [#advance]: so no root ever covers what a power cut can take back. Thread-safe, but for
/// [#add].
public final class MerkleTree implements Leaves, AutoCloseable {

    public static final String NAME = "tree";

    /// What opening gathers before it writes, in hashes.
    private static final int BATCH = 4096;

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final ReentrantLock lock = new ReentrantLock();

    /// Held by whoever writes to the file, before [#lock].
    private final ReentrantLock flushing = new ReentrantLock();

    private final ArrayDeque<Hash> queued = new ArrayDeque<>();
    private final List<Hash> unwritten = new ArrayList<>();
    private final Frontier frontier;
    private long written;

    private MerkleTree(Disk disk, Path path, DiskFile file, long size, List<Hash> edge) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.frontier = new Frontier(size, edge, unwritten::add);
        this.written = Subtrees.stored(size);
    }

    /// An empty tree over the file of the chain in `folder`. Whoever opens it adds the leaves of
    /// the log, and then calls [#flush].
    public static MerkleTree open(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        return new MerkleTree(disk, path, file(disk, path), 0, List.of());
    }

    /// A tree that has `size` leaves already, over the file of the chain in `folder`; nothing when
    /// the file does not have them.
    ///
    /// @param edge roots of its complete subtrees, the largest first
    public static Optional<MerkleTree> resume(Disk disk, Path folder, long size, List<Hash> edge)
            throws IOException {
        Path path = folder.resolve(NAME);
        DiskFile file = file(disk, path);
        if (file.size() < Subtrees.stored(size) * Hash.BYTES) {
            file.close();
            return Optional.empty();
        }
        return Optional.of(new MerkleTree(disk, path, file, size, edge));
    }

    /// Adds a leaf that is on disk. For the one thread that opens the chain.
    @Override
    public void add(Hash leaf) throws IOException {
        frontier.add(leaf);
        if (unwritten.size() >= BATCH) {
            flush();
        }
    }

    /// Queues the leaf of the next commit, which need not be on disk yet.
    public void queue(Hash leaf) {
        lock.lock();
        try {
            queued.add(leaf);
        } finally {
            lock.unlock();
        }
    }

    /// Lets the tree grow to `size` leaves, if it has fewer; they are on disk.
    public void advance(long size) {
        lock.lock();
        try {
            while (frontier.size() < size) {
                frontier.add(queued.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /// In leaves, without those queued.
    public long size() {
        lock.lock();
        try {
            return frontier.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Hash root() {
        lock.lock();
        try {
            return frontier.root();
        } finally {
            lock.unlock();
        }
    }

    /// A checkpoint of the tree as it is now.
    Checkpoint checkpoint(String origin) {
        lock.lock();
        try {
            return new Checkpoint(origin, frontier.size(), frontier.root());
        } finally {
            lock.unlock();
        }
    }

    /// The root over the first `size` leaves.
    ///
    /// @param size 0 to [#size]
    public Hash root(long size) throws IOException {
        requireIn(size);
        return reading(proofs -> checkedRoot(proofs, size));
    }

    /// The roots of the complete subtrees over the first `size` leaves, the largest first: what
    /// [#resume] wants.
    ///
    /// @param size 0 to [#size]
    public List<Hash> edge(long size) throws IOException {
        requireIn(size);
        return reading(proofs -> {
            require(proofs.consistency(size, frontier.size()).verify(proofs.root(size), root()));
            return proofs.edge(size);
        });
    }

    /// Proves a leaf to be in the tree over the first `size` leaves.
    ///
    /// @param index from 0, below `size`
    /// @param size 1 to [#size]
    public InclusionProof inclusion(long index, long size) throws IOException {
        requireIn(size);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        return reading(proofs -> {
            InclusionProof proof = proofs.inclusion(index, size);
            Hash leaf = proofs.nodes().read(Subtrees.position(0, index));
            require(proof.verify(leaf, checkedRoot(proofs, size)));
            return proof;
        });
    }

    /// Proves that the tree of `second` leaves grew from that of `first`.
    ///
    /// @param first 0 to `second`
    /// @param second 0 to [#size]
    public ConsistencyProof consistency(long first, long second) throws IOException {
        requireIn(second);
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("no size " + first + " before " + second);
        }
        return reading(proofs -> {
            ConsistencyProof proof = proofs.consistency(first, second);
            require(proof.verify(proofs.root(first), checkedRoot(proofs, second)));
            return proof;
        });
    }

    /// Returns when the file has all leaves and is on disk: an index relies on it, see [#resume].
    public void sync() throws IOException {
        flush();
        file.sync();
    }

    /// Writes what the file does not have yet. For threads of the chain's own: a caller that is
    /// interrupted would close the file.
    public void flush() throws IOException {
        flushing.lock();
        try {
            flushAlone();
        } finally {
            flushing.unlock();
        }
    }

    private void flushAlone() throws IOException {
        List<Hash> batch;
        long from;
        lock.lock();
        try {
            batch = List.copyOf(unwritten);
            from = written;
        } finally {
            lock.unlock();
        }
        write(batch, from);
        lock.lock();
        try {
            unwritten.subList(0, batch.size()).clear();
            written += batch.size();
        } finally {
            lock.unlock();
        }
    }

    /// Cuts what the file has too much: leaves that were queued and never came to the disk.
    public void trim() throws IOException {
        flush();
        if (file.size() > written * Hash.BYTES) {
            file.truncate(written * Hash.BYTES);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static DiskFile file(Disk disk, Path path) throws IOException {
        try {
            return disk.open(path);
        } catch (NoSuchFileException e) {
            return disk.create(path);
        }
    }

    private void write(List<Hash> batch, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(batch.size() * Hash.BYTES);
        batch.forEach(hash -> hash.value().putInto(bytes));
        ByteBuffer there = ByteBuffer.allocate(bytes.capacity());
        file.read(there, from * Hash.BYTES);
        if (!there.flip().equals(bytes.flip())) {
            file.write(bytes, from * Hash.BYTES);
        }
    }

    /// Lets `work` read the subtrees, through a file of its own, under the lock: they do not move
    /// from memory to the file meanwhile.
    private <T> T reading(Reading<T> work) throws IOException {
        lock.lock();
        try (DiskFile reader = disk.open(path)) {
            return work.of(new Proofs(position -> node(reader, position)));
        } finally {
            lock.unlock();
        }
    }

    private Hash node(DiskFile reader, long position) throws IOException {
        if (position >= written) {
            return unwritten.get((int) (position - written));
        }
        ByteBuffer in = ByteBuffer.allocate(Hash.BYTES);
        if (reader.read(in, position * Hash.BYTES) < Hash.BYTES) {
            throw new DamagedLogException(NAME, position * Hash.BYTES, "the tree is cut off");
        }
        return new Hash(Bytes.owning(in.array()));
    }

    /// The root at `size`, proven to be that of the beginning of the tree in memory.
    private Hash checkedRoot(Proofs proofs, long size) throws IOException {
        Hash root = proofs.root(size);
        require(proofs.consistency(size, frontier.size()).verify(root, frontier.root()));
        return root;
    }

    private void requireIn(long size) {
        if (size < 0 || size > size()) {
            throw new IllegalArgumentException("the tree has " + size() + " leaves, not " + size);
        }
    }

    private static void require(Verdict verdict) throws DamagedLogException {
        if (!verdict.proven()) {
            throw new DamagedLogException(
                    NAME, 0, "its hashes do not lead to the root; opening the chain mends it");
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(Proofs proofs) throws IOException;
    }
}
