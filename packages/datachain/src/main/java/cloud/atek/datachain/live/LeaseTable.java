package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How leases stand. The chain alone knows; what is remembered here is good as long as the chain
/// says that its rows are the same. Thread-safe.
final class LeaseTable {

    private final Chain chain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RowKey, Standing> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<RowKey, Standing> eldest) {
                    return size() > LiveLimits.LEASES_REMEMBERED;
                }
            };

    /// How a lease stands.
    ///
    /// @param version the sequence of its row, [Edit#ABSENT] when there is none
    /// @param renewed the sequence of the row of its renewal, likewise
    /// @param body null when there is none that can be read
    /// @param until with its renewal
    record Standing(long version, long renewed, @Nullable LeaseBody body, Instant until) {

        boolean free(Instant now) {
            return body == null
                    || body.state() == LeaseBody.State.FREE
                    || (body.state() == LeaseBody.State.HELD && !until.isAfter(now));
        }

        boolean parked() {
            return body != null && body.state() == LeaseBody.State.PARKED;
        }

        int grants() {
            return body == null ? 0 : body.grants();
        }
    }

    LeaseTable(Chain chain) {
        this.chain = chain;
    }

    static RowKey row(RowKey resource) {
        return DerivedKey.of("lease", resource);
    }

    static RowKey renewalRow(RowKey resource) {
        return DerivedKey.of("renewal", resource);
    }

    Standing of(RowKey resource) throws IOException {
        RowKey row = row(resource);
        long version = chain.sequenceOf(row);
        long renewed = chain.sequenceOf(renewalRow(resource));
        if (version == Edit.ABSENT) {
            return new Standing(version, renewed, null, Instant.MIN);
        }
        lock.lock();
        try {
            Standing known = remembered.get(resource);
            if (known != null && known.version() == version && known.renewed() == renewed) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        Standing read = read(row, renewalRow(resource));
        remember(resource, read);
        return read;
    }

    void remember(RowKey resource, Standing standing) {
        lock.lock();
        try {
            remembered.put(resource, standing);
        } finally {
            lock.unlock();
        }
    }

    /// A row that cannot be read holds nobody off: fences do that.
    private Standing read(RowKey row, RowKey renewalRow) throws IOException {
        try (Snapshot snapshot = chain.snapshot()) {
            long version = snapshot.sequenceOf(row);
            LeaseBody body = snapshot.load(row).map(LeaseBody::read).orElse(null);
            Optional<Renewal> renewal = snapshot.load(renewalRow).map(Renewal::read);
            Instant until =
                    renewal.filter(found -> found.token() == version)
                            .map(Renewal::until)
                            .orElse(body == null ? Instant.MIN : body.until());
            return new Standing(version, snapshot.sequenceOf(renewalRow), body, until);
        }
    }
}
