package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Version;
import cloud.atek.earthstar.replica.Written;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sync of two replicas that are both here.
public final class LocalSync {

    /// Documents that are in memory at a time.
    private static final int BATCH_DOCUMENTS = 1_000;

    private static final Moved NOTHING = new Moved(0, 0);

    private LocalSync() {}

    /// @param pushed how many the other one kept
    /// @param pulled how many this one kept
    public record Moved(int pushed, int pulled) {}

    /// Moves what `other` lacks, and what `replica` lacks. Replicas of different workspaces, and a
    /// replica and itself, have nothing to say to each other.
    public static Moved sync(Replica replica, Replica other, Direction direction)
            throws IOException {
        if (replica == other || !replica.workspace().equals(other.workspace())) {
            return NOTHING;
        }
        int pulled = direction == Direction.PUSH ? 0 : move(other, replica);
        int pushed = direction == Direction.PULL ? 0 : move(replica, other);
        return new Moved(pushed, pulled);
    }

    private static int move(Replica from, Replica to) throws IOException {
        Set<Version> there = new HashSet<>(to.versions());
        List<DocKey> missing =
                from.versions().stream()
                        .filter(version -> !there.contains(version))
                        .map(Version::key)
                        .toList();
        int kept = 0;
        for (int i = 0; i < missing.size(); i += BATCH_DOCUMENTS) {
            List<DocKey> keys = missing.subList(i, Math.min(i + BATCH_DOCUMENTS, missing.size()));
            List<Checked<Document>> documents =
                    from.documents(keys).stream()
                            .<Checked<Document>>map(Checked.Good::new)
                            .toList();
            for (Written each : to.take(documents, "")) {
                kept += each instanceof Written.Accepted ? 1 : 0;
            }
        }
        return kept;
    }
}
