package cloud.atek.services.datachain.tool;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.backup.Progress;
import cloud.atek.datachain.merkle.Leaves;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Passes the leaves of a chain on, tells how far it is, and remembers one of them. One thread.
final class WatchedLeaves implements Leaves {

    private final Leaves leaves;
    private final Progress progress;
    private final long all;
    private final long wanted;
    private long size;
    private @Nullable Hash found;

    /// @param all how many will come
    /// @param wanted number of the one to be remembered, from 1; 0 for none
    WatchedLeaves(Leaves leaves, Progress progress, long all, long wanted) {
        this.leaves = leaves;
        this.progress = progress;
        this.all = all;
        this.wanted = wanted;
    }

    @Override
    public void add(Hash leaf) throws IOException {
        leaves.add(leaf);
        size++;
        if (size == wanted) {
            found = leaf;
        }
        progress.at("checking", size, all);
    }

    @Override
    public Hash root() {
        return leaves.root();
    }

    /// The leaf that was wanted.
    Hash found() {
        if (found == null) {
            throw new IllegalStateException("the leaf " + wanted + " did not come");
        }
        return found;
    }
}
