package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.datachain.merkle.Leaves;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The tree over a chain that is read, which remembers what its root was at the sizes that matter.
/// One thread at a time.
final class SeenLeaves implements Leaves {

    private final Frontier frontier = new Frontier();
    private final Map<Long, Hash> roots = new TreeMap<>();
    private final Set<Long> wanted;
    private final Progress progress;
    private final long all;

    /// @param all commits that will come, for the progress
    SeenLeaves(Set<Long> wanted, Progress progress, long all) {
        this.wanted = Set.copyOf(wanted);
        this.progress = progress;
        this.all = all;
    }

    @Override
    public void add(Hash leaf) {
        frontier.add(leaf);
        if (wanted.contains(frontier.size())) {
            roots.put(frontier.size(), frontier.root());
        }
        progress.at("checking", frontier.size(), all);
    }

    @Override
    public Hash root() {
        return frontier.root();
    }

    /// The root over the first `size` leaves; nothing when there were fewer.
    Optional<Hash> rootAt(long size) {
        return Optional.ofNullable(roots.get(size));
    }
}
