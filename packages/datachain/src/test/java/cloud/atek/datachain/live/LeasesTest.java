package cloud.atek.datachain.live;

import static cloud.atek.datachain.live.LiveStand.PLACE;
import static cloud.atek.datachain.live.LiveStand.committed;
import static cloud.atek.datachain.live.LiveStand.put;
import static cloud.atek.datachain.live.LiveStand.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Reserved;
import cloud.atek.datachain.RowKey;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final RowKey ROW = new RowKey(1, 2);
    private static final Duration TERM = Duration.ofSeconds(10);

    private LiveStand stand;
    private Leases alice;
    private Leases bob;

    @BeforeEach
    void start() throws IOException {
        stand = new LiveStand();
        open();
    }

    @AfterEach
    void stop() throws IOException {
        stand.close();
    }

    private void open() {
        alice = new Leases(stand.chain, "alice");
        bob = new Leases(stand.chain, "bob", PLACE);
    }

    @Test
    void oneHolderAtATime() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM));

        assertThat(lease.token()).isEqualTo(stand.chain.lastSequence());
        assertThat(lease.until()).isEqualTo(stand.clock.instant().plus(TERM));
        assertThat(bob.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", lease.until()));
        assertThat(alice.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", lease.until()));
        assertThat(held(bob.acquire(new RowKey(1, 3), TERM)).holder()).isEqualTo("bob");
    }

    /// A wish in vain leaves nothing that could stand in somebody's way later.
    @Test
    void refusedAcquireChangesNothing() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM));
        long before = stand.chain.lastSequence();
        for (int i = 0; i < 10; i++) {
            assertThat(bob.acquire(ROW, TERM)).isInstanceOf(Grant.Taken.class);
        }
        var absent = new Guard(new RowKey(9, 9), 5);
        assertThat(alice.acquire(new RowKey(1, 4), TERM, List.of(absent)))
                .isInstanceOf(Grant.Refused.class);

        assertThat(stand.chain.lastSequence()).isEqualTo(before);
        committed(alice.release(lease));
        Lease next = held(bob.acquire(ROW, TERM));
        assertThat(held(bob.acquire(new RowKey(1, 4), TERM)).grants()).isEqualTo(1);
        assertThat(next.grants()).isEqualTo(1);
        assertThat(stand.chain.lastSequence()).isEqualTo(before + 3);
    }

    @Test
    void tokensRise() throws IOException {
        long last = 0;
        for (int i = 0; i < 5; i++) {
            Lease lease = held((i % 2 == 0 ? alice : bob).acquire(ROW, TERM));
            assertThat(lease.token()).isGreaterThan(last);
            last = lease.token();
            if (i % 2 == 0) {
                stand.clock.advance(TERM);
            } else {
                committed(bob.release(lease));
            }
        }
    }

    @Test
    void leaseThatIsOverGoesToTheNext() throws IOException {
        Lease lost = held(alice.acquire(ROW, TERM));
        stand.clock.advance(TERM.minusMillis(1));
        assertThat(bob.acquire(ROW, TERM)).isInstanceOf(Grant.Taken.class);
        stand.clock.advance(Duration.ofMillis(1));

        Lease won = held(bob.acquire(ROW, TERM));

        assertThat(won.token()).isGreaterThan(lost.token());
        assertThat(won.grants()).isEqualTo(2);
        assertThat(alice.renew(lost, TERM)).isEqualTo(new Grant.Taken("bob", won.until()));
        assertConflict(alice.release(lost));
        assertThat(alice.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("bob", won.until()));
    }

    @Test
    void fenceLetsThroughNobodyWhoLostTheLease() throws IOException {
        Lease lost = held(alice.acquire(ROW, TERM));
        committed(fenced(alice, lost, put(1, "alice")));
        stand.clock.advance(TERM);
        // Nobody else has it, so there is nobody to be protected.
        committed(fenced(alice, lost, put(1, "alice again")));
        Lease won = held(bob.acquire(ROW, TERM));

        assertConflict(fenced(alice, lost, put(1, "too late")));
        committed(fenced(bob, won, put(1, "bob")));
        committed(bob.release(won));
        assertConflict(fenced(alice, lost, put(1, "too late")));
        assertConflict(fenced(bob, won, put(1, "too late")));
    }

    @Test
    void renewedLeaseKeepsItsTokenAndItsFence() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM));
        Guard fence = alice.fence(lease);
        stand.clock.advance(TERM.dividedBy(2));

        Lease renewed = held(alice.renew(lease, TERM));

        assertThat(renewed.token()).isEqualTo(lease.token());
        assertThat(renewed.until()).isEqualTo(stand.clock.instant().plus(TERM));
        assertThat(alice.fence(renewed)).isEqualTo(fence);
        stand.clock.advance(TERM.minusMillis(1));
        assertThat(bob.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", renewed.until()));
        stand.clock.advance(Duration.ofMillis(1));
        assertThat(held(bob.acquire(ROW, TERM)).until())
                .isEqualTo(stand.clock.instant().plus(TERM));
    }

    @Test
    void releasedLeaseLeavesNoRow() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM));
        held(alice.renew(lease, TERM));
        assertThat(leaseRows()).isEqualTo(2);

        committed(alice.release(lease));

        assertThat(leaseRows()).isZero();
        assertThat(alice.renew(lease, TERM)).isInstanceOf(Grant.Refused.class);
        assertThat(leaseRows()).isZero();
    }

    @Test
    void leasesOutliveTheirProcess() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM));
        Lease renewed = held(alice.renew(lease, TERM.multipliedBy(2)));
        stand.reopen();
        open();

        assertThat(bob.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", renewed.until()));
        committed(fenced(alice, lease, put(1, "still mine")));
        stand.clock.advance(TERM.multipliedBy(2));
        held(bob.acquire(ROW, TERM));
        assertConflict(fenced(alice, lease, put(1, "too late")));
    }

    /// Of the rows of a lease compaction keeps the newest, so the token stays as it was.
    @Test
    void leasesOutliveCompaction() throws IOException {
        stand.keepNewestOnly();
        Lease lease = held(alice.acquire(ROW, TERM));
        for (int i = 0; i < 20; i++) {
            held(alice.renew(lease, TERM.plusMillis(i)));
        }
        assertThat(stand.chain.compact().events()).isGreaterThan(15);
        stand.reopen();
        open();

        assertThat(bob.acquire(ROW, TERM))
                .isEqualTo(
                        new Grant.Taken("alice", stand.clock.instant().plus(TERM.plusMillis(19))));
        committed(fenced(alice, lease, put(1, "still mine")));
        stand.clock.advance(TERM.plusMillis(19));
        assertThat(held(bob.acquire(ROW, TERM)).token()).isEqualTo(stand.chain.lastSequence());
        assertConflict(fenced(alice, lease, put(1, "too late")));
    }

    /// Whoever holds it goes by the same end as those who read it from the chain.
    @Test
    void endOfATermIsWhatIsWrittenDown() throws IOException {
        Lease lease = held(alice.acquire(ROW, TERM.plusNanos(999_999)));
        assertThat(bob.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", lease.until()));

        Lease renewed = held(alice.renew(lease, TERM.plusNanos(1_999_999)));
        assertThat(bob.acquire(ROW, TERM)).isEqualTo(new Grant.Taken("alice", renewed.until()));
    }

    /// It will not come true by trying again.
    @Test
    void guardAgainstTheLeaseItselfIsRefused() throws IOException {
        Lease lost = held(alice.acquire(ROW, TERM));
        stand.clock.advance(TERM);
        committed(bob.release(held(bob.acquire(ROW, TERM))));

        assertThat(alice.acquire(ROW, TERM, List.of(alice.fence(lost))))
                .isInstanceOf(Grant.Refused.class);
    }

    @Test
    void holderIsNotToldThatHeStandsInHisOwnWay() throws IOException {
        Lease lease = held(bob.acquire(ROW, TERM));
        stand.commit(new Event.Tombstone(LiveStand.PARENT));

        assertThat(bob.renew(lease, TERM))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused ->
                                assertThat(refused.reasons())
                                        .hasOnlyElementsOfType(Outcome.Reason.MissingParent.class));
    }

    /// The clock of the chain does not go back behind its last commit.
    @Test
    void clockThatGoesBackMakesNoLeaseLonger() throws IOException {
        stand.clock.advance(Duration.ofHours(1));
        stand.commit(put(1, "late"));
        Instant late = stand.chain.now();
        stand.clock.advance(Duration.ofHours(-1));

        Lease lease = held(alice.acquire(ROW, TERM));

        assertThat(lease.until()).isEqualTo(late.plus(TERM));
    }

    @Test
    void rowThatIsNoLeaseHoldsNobodyOff() throws IOException {
        RowKey row = LeaseTable.row(ROW);
        stand.commit(new Event.Put(row, null, Reserved.LEASE, Bytes.ofHex("02ff")));
        held(alice.acquire(ROW, TERM));
        var foreign = new RowKey(1, 5);
        stand.commit(new Event.Put(LeaseTable.row(foreign), null, "test/other", Bytes.EMPTY));
        held(alice.acquire(foreign, TERM));
    }

    @Test
    void termsAreBounded() {
        for (Duration term : List.of(Duration.ZERO, LiveLimits.TERM_MAX.plusNanos(1))) {
            assertThatThrownBy(() -> alice.acquire(ROW, term))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Leases(stand.chain, "x".repeat(256)))
                .hasMessageContaining("256 bytes, and 255 fit");
    }

    /// However threads, terms and releases fall: under a fence, each holder's read and write stand
    /// together, so no count is lost.
    @Test
    void fencedHoldersNeverOverwriteEachOther() throws Exception {
        var done = new AtomicInteger();
        LiveStand.sideBySide(8, i -> countUnder(new Leases(stand.chain, "worker " + i), done));
        assertThat(done.get()).isEqualTo(8 * 20);
        try (var snapshot = stand.chain.snapshot()) {
            assertThat(LiveStand.text(snapshot.load(row(1)).orElseThrow().body())).isEqualTo("160");
        }
    }

    private void countUnder(Leases leases, AtomicInteger done) throws IOException {
        for (int counted = 0; counted < 20; ) {
            if (!(leases.acquire(ROW, TERM) instanceof Grant.Held(Lease lease))) {
                // Whoever has it may be as good as dead: let his term be over now and then.
                stand.clock.advance(Duration.ofSeconds(1));
                continue;
            }
            int value;
            try (var snapshot = stand.chain.snapshot()) {
                value =
                        snapshot.load(row(1))
                                .map(row -> Integer.parseInt(LiveStand.text(row.body())))
                                .orElse(0);
            }
            if (fenced(leases, lease, put(1, Integer.toString(value + 1)))
                    instanceof Outcome.Committed) {
                counted++;
                done.incrementAndGet();
            }
            leases.release(lease);
        }
    }

    @Test
    void leasesStandAsAModelSays() {
        Seeds.forAll((random, size) -> {
            try (var one = new LiveStand()) {
                new LeaseModel(one, random).run(size);
            }
        });
    }

    private Outcome fenced(Leases leases, Lease lease, Event event) throws IOException {
        return stand.chain.commit(
                new Change(List.of(Edit.of(event)), List.of(leases.fence(lease))));
    }

    private long leaseRows() throws IOException {
        try (var snapshot = stand.chain.snapshot()) {
            return snapshot.rows()
                    .filter(row ->
                            row.key().equals(LeaseTable.row(ROW))
                                    || row.key().equals(LeaseTable.renewalRow(ROW)))
                    .count();
        }
    }

    private static void assertConflict(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.reasons())
                                        .hasOnlyElementsOfType(Outcome.Reason.Conflict.class));
    }

    static Lease held(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Held.class);
        return ((Grant.Held) grant).lease();
    }
}
