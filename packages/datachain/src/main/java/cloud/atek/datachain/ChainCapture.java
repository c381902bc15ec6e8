package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.merkle.MerkleTree;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/// A chain at one sequence, for its index.
///
/// @param commit hash of the last commit
/// @param parts what else the index must hold; the taker adds to them
/// @param order of the chain
record ChainCapture(RowSnapshot rows, Hash commit, Map<String, Bytes> parts, Lock order)
        implements ChainIndex.Captured {

    /// Takes the chain as it is now, and waits until that is on disk.
    static ChainCapture take(ChainState state, Lock order, Log log, MerkleTree tree)
            throws IOException {
        var captured = of(state, order);
        try {
            long sequence = captured.sequence();
            log.awaitDurable(sequence);
            order.lock();
            try {
                tree.advance(log.lastSequence());
            } finally {
                order.unlock();
            }
            tree.sync();
            captured.parts().put(IndexParts.TREE, StateParts.tree(sequence, tree.edge(sequence)));
            captured.parts().put(IndexParts.SEGMENTS, StateParts.segments(log.marks()));
            return captured;
        } catch (IOException | RuntimeException e) {
            captured.close();
            throw e;
        }
    }

    private static ChainCapture of(ChainState state, Lock order) {
        order.lock();
        try {
            return new ChainCapture(
                    state.snapshot(), state.hash(), new HashMap<>(state.parts()), order);
        } finally {
            order.unlock();
        }
    }

    @Override
    public long sequence() {
        return rows.sequence();
    }

    @Override
    public IndexSource source() {
        return new IndexSource(rows, commit, parts, order);
    }

    @Override
    public void close() {
        order.lock();
        try {
            rows.close();
        } finally {
            order.unlock();
        }
    }
}
