package cloud.atek.datachain.live;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Leases beside what they should be: a map from each resource to its newest token and its end.
final class LeaseModel {

    private static final int RESOURCES = 3;

    private final LiveStand stand;
    private final RandomGenerator random;
    private final Map<RowKey, Holding> expected = new HashMap<>();
    private final List<Lease> handles = new ArrayList<>();
    private Leases leases;

    private record Holding(long token, Instant until) {}

    LeaseModel(LiveStand stand, RandomGenerator random) {
        this.stand = stand;
        this.random = random;
        this.leases = new Leases(stand.chain, "model");
    }

    void run(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> acquire();
                case 3 -> renew();
                case 4 -> release();
                case 5 -> write();
                case 6 -> stand.clock.advance(Duration.ofSeconds(random.nextInt(6)));
                default -> {
                    if (random.nextInt(4) == 0) {
                        leases = new Leases(stand.reopen(), "model");
                    }
                }
            }
        }
    }

    private void acquire() throws IOException {
        var resource = new RowKey(1, random.nextInt(RESOURCES));
        Holding now = expected.get(resource);
        boolean free = now == null || !now.until().isAfter(stand.chain.now());
        long before = stand.chain.lastSequence();
        Grant grant = leases.acquire(resource, Duration.ofSeconds(1 + random.nextInt(10)));
        assertThat(grant).isInstanceOf(free ? Grant.Held.class : Grant.Taken.class);
        assertThat(stand.chain.lastSequence()).isEqualTo(free ? before + 1 : before);
        if (grant instanceof Grant.Held(Lease lease)) {
            assertThat(lease.token()).isEqualTo(before + 1);
            expected.put(resource, new Holding(lease.token(), lease.until()));
            handles.add(lease);
        }
    }

    private void renew() throws IOException {
        Lease lease = any();
        if (lease != null) {
            Grant grant = leases.renew(lease, Duration.ofSeconds(1 + random.nextInt(10)));
            assertThat(grant instanceof Grant.Held).isEqualTo(isNewest(lease));
            if (grant instanceof Grant.Held(Lease renewed)) {
                expected.put(lease.resource(), new Holding(renewed.token(), renewed.until()));
            }
        }
    }

    private void release() throws IOException {
        Lease lease = any();
        if (lease != null) {
            boolean newest = isNewest(lease);
            assertThat(leases.release(lease) instanceof Outcome.Committed).isEqualTo(newest);
            if (newest) {
                expected.remove(lease.resource());
            }
        }
    }

    private void write() throws IOException {
        Lease lease = any();
        if (lease != null) {
            var change =
                    new Change(
                            List.of(Edit.of(LiveStand.put(1, "x"))), List.of(leases.fence(lease)));
            assertThat(stand.chain.commit(change) instanceof Outcome.Committed)
                    .isEqualTo(isNewest(lease));
        }
    }

    private @Nullable Lease any() {
        return handles.isEmpty() ? null : handles.get(random.nextInt(handles.size()));
    }

    private boolean isNewest(Lease lease) {
        Holding now = expected.get(lease.resource());
        return now != null && now.token() == lease.token();
    }
}
