package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
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

    /// The chain as it is now.
    static ChainCapture of(ChainState state, Lock order) {
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
