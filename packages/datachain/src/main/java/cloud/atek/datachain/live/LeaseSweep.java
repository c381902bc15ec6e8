package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes leases on rows that are not there any more.
final class LeaseSweep {

    private LeaseSweep() {}

    /// How many were removed.
    static int run(Chain chain, Leases leases, List<Place> places) throws IOException {
        int removed = 0;
        for (RowKey resource : orphans(chain, places)) {
            List<Edit> edits = leases.forget(leases.standing(resource), resource);
            if (!edits.isEmpty()
                    && chain.commit(new Change(edits, List.of(new Guard(resource, Edit.ABSENT))))
                            instanceof Outcome.Committed) {
                removed++;
            }
        }
        return removed;
    }

    private static Set<RowKey> orphans(Chain chain, List<Place> places) throws IOException {
        var found = new HashSet<RowKey>();
        try (Snapshot snapshot = chain.snapshot()) {
            for (Place place : places) {
                for (Snapshot.Row row : snapshot.children(place).toList()) {
                    LeaseBody body = snapshot.load(row.key()).map(LeaseBody::read).orElse(null);
                    if (body != null && snapshot.find(body.resource()).isEmpty()) {
                        found.add(body.resource());
                    }
                }
            }
        }
        return found;
    }
}
