package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.compact.Vote;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompactionTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final long SEGMENT = 2000;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final FaultyDisk disk = new FaultyDisk();
    private final SigningKey key = SigningKey.random();

    @Test
    void newestContentsStayAndTheRestGoes() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            fill(chain, 100, 5);
            List<Hash> roots = roots(chain);
            Compacted done = chain.compact();

            assertThat(done.events()).isEqualTo(95);
            assertThat(done.commits()).isEqualTo(95);
            assertThat(done.bytesAfter()).isLessThan(done.bytesBefore() / 2);
            requireNewest(chain, 100, 5);
            assertThat(roots(chain)).isEqualTo(roots);
            chain.verify();
        }
        try (Chain chain = open()) {
            requireNewest(chain, 100, 5);
            chain.verify();
        }
    }

    @Test
    void secondRunDoesNothing() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            fill(chain, 100, 5);
            Compacted first = chain.compact();
            List<String> names = disk.list(FOLDER);

            Compacted second = chain.compact();

            assertThat(second)
                    .isEqualTo(new Compacted(first.bytesAfter(), first.bytesAfter(), 0, 0, 0));
            assertThat(disk.list(FOLDER)).isEqualTo(names);
        }
    }

    @Test
    void everythingStaysWhereTheGenesisPromisesIt() throws IOException {
        try (Chain chain = create(Retention.ALL)) {
            fill(chain, 100, 5);

            assertThat(chain.compact().events()).isZero();
        }
    }

    @Test
    void oldProofsStayGood() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            fill(chain, 40, 4);
            List<SignedCommit> commits = ChainTest.read(chain, 1);
            Hash root = chain.root(41);
            var inclusion = chain.inclusion(7, 41);
            var consistency = chain.consistency(7, 41);
            Hash early = chain.root(7);
            chain.compact();

            assertThat(chain.inclusion(7, 41)).isEqualTo(inclusion);
            assertThat(chain.consistency(7, 41)).isEqualTo(consistency);
            assertThat(inclusion.verify(commits.get(6).hash(), root)).isEqualTo(Verdict.holds());
            assertThat(consistency.verify(early, root)).isEqualTo(Verdict.holds());
            for (SignedCommit kept : ChainTest.read(chain, 1)) {
                long sequence = kept.commit().sequence();
                assertThat(kept.hash()).isEqualTo(commits.get((int) sequence - 1).hash());
                assertThat(chain.inclusion(sequence, 41).verify(kept.hash(), root))
                        .isEqualTo(Verdict.holds());
            }
        }
    }

    @Test
    void newestVersionsStay() throws IOException {
        try (Chain chain = create(new Retention.Versions(3))) {
            fill(chain, 50, 5);
            chain.compact();
            assertThat(sequencesOf(chain, 0)).containsExactly(37L, 42L, 47L);
            assertThat(sequencesOf(chain, 4)).containsExactly(41L, 46L, 51L);
            assertThat(chain.compact().events()).isZero();
        }
        try (Chain chain = open()) {
            requireNewest(chain, 50, 5);
        }
    }

    @Test
    void versionsOfTheLastDaysStayAndTheOneBeforeThem() throws IOException {
        try (Chain chain = create(new Retention.Days(2))) {
            for (int day = 0; day < 10; day++) {
                chain.commit(Change.of(put(1, "day" + day + "y".repeat(400)), put(2 + day, "x")));
                clock.advance(Duration.ofDays(1));
            }
            chain.compact();
            assertThat(sequencesOf(chain, 1)).containsExactly(9L, 10L, 11L);
            assertThat(chain.compact().events()).isZero();
        }
    }

    @Test
    void tombstonesStayUntilTheirTimeIsOver() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            chain.commit(Change.of(put(1, "a"), put(2, "b")));
            chain.commit(Change.of(new Event.Tombstone(row(1))));
            fill(chain, 20, 3);
            clock.advance(Duration.ofDays(89));
            chain.compact();
            assertThat(sequencesOf(chain, 1)).isNotEmpty();
            assertThat(chain.horizon()).isZero();
        }
    }

    @Test
    void forgottenRowsNeverRiseAgain() throws IOException {
        long horizon;
        try (Chain chain = create(Retention.NEWEST)) {
            chain.commit(Change.of(put(100, "a"), put(101, "b")));
            chain.commit(Change.of(new Event.Tombstone(row(100))));
            clock.advance(Duration.ofDays(91));
            fill(chain, 20, 3);
            chain.compact();
            horizon = chain.horizon();
            assertThat(horizon).isEqualTo(3);
            assertThat(sequencesOf(chain, 100)).isEmpty();
            chain.verify();
        }
        try (Chain chain = open()) {
            assertThat(chain.horizon()).isEqualTo(horizon);
            assertThat(chain.sequenceOf(row(100))).isEqualTo(Edit.ABSENT);
            assertThat(chain.sequenceOf(row(101))).isEqualTo(2);
            clock.advance(Duration.ofDays(1));
            fill(chain, 20, 3);
            chain.compact();
            assertThat(chain.horizon()).isEqualTo(horizon);
        }
    }

    /// The put of the removed row is in a segment of which nearly nothing can go.
    @Test
    void tombstoneStaysAsLongAsItsRowIsInASegmentLeftAlone() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            for (int i = 200; i < 300; i++) {
                chain.commit(Change.of(put(i, "a long body that stays for ever: " + i)));
            }
            chain.commit(Change.of(new Event.Tombstone(row(205))));
            clock.advance(Duration.ofDays(91));
            fill(chain, 60, 2);
            chain.compact();
        }
        try (Chain chain = open()) {
            assertThat(chain.sequenceOf(row(205))).isEqualTo(Edit.ABSENT);
            chain.verify();
        }
    }

    @Test
    void openSnapshotSeesWhatItSaw() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            fill(chain, 50, 5);
            try (Snapshot old = chain.snapshot()) {
                chain.commit(Change.of(new Event.Tombstone(row(3))));
                fill(chain, 50, 3);
                clock.advance(Duration.ofDays(100));
                chain.compact();
                for (int i = 0; i < 5; i++) {
                    assertThat(body(old, i)).isEqualTo("50".equals("" + i) ? "" : "v" + (45 + i));
                }
            }
            Compacted later = chain.compact();
            assertThat(later.events()).isPositive();
            assertThat(chain.sequenceOf(row(3))).isEqualTo(Edit.ABSENT);
        }
    }

    @Test
    void votersHaveTheirSay() throws IOException {
        var asked = new ArrayList<Candidate>();
        Voter voter =
                candidate -> {
                    asked.add(candidate);
                    return candidate.event().key().equals(row(1)) ? Vote.KEEP : Vote.FORCE_DROP;
                };
        try (Chain chain = create(new Retention.Versions(3), List.of(voter))) {
            fill(chain, 30, 3);
            chain.compact();

            assertThat(sequencesOf(chain, 1)).hasSize(10);
            assertThat(sequencesOf(chain, 0)).containsExactly(29L);
            requireNewest(chain, 30, 3);
            assertThat(asked).hasSize(30);
        }
    }

    @Test
    void authorsCannotReplayWhatCompactionRemoved() throws IOException {
        SigningKey alice = SigningKey.random();
        Author.Signed first;
        Change change = Change.of(Stand.put(1, null));
        try (Chain chain = distributed(alice)) {
            var text = ChangeText.of(chain.id(), Stand.name(alice), 7, change);
            first = new Author.Signed(chain.id(), Stand.name(alice), 7, List.of(text.sign(alice)));
            assertThat(chain.commit(change, first, Scope.LOCAL))
                    .isInstanceOf(Outcome.Committed.class);
            for (int i = 8; i < 40; i++) {
                commitAs(chain, alice, i, Change.of(Stand.put(i % 3 == 0 ? 1 : i % 3, null)));
            }
            commitAs(chain, alice, 40, Change.of(Stand.put(1, null)));
            chain.compact();
            chain.verify();
        }
        try (Chain chain = open()) {
            chain.verify();
            assertThat(chain.counterOf(Stand.name(alice))).isEqualTo(40);
            assertThat(chain.commit(change, first, Scope.LOCAL))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    /// An author of whom nothing at all is left.
    @Test
    void countersOfAuthorsWhoAreGoneAreKnown() throws IOException {
        SigningKey alice = SigningKey.random();
        SigningKey bob = SigningKey.random();
        try (Chain chain = distributed(alice, bob)) {
            commitAs(chain, bob, 5, Change.of(Stand.put(1, null)));
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 30; i++) {
                    commitAs(chain, alice, 100 * round + i + 1, Change.of(Stand.put(1, null)));
                }
                chain.compact();
            }
        }
        try (Chain chain = open()) {
            assertThat(chain.counterOf(Stand.name(bob))).isEqualTo(5);
            assertThat(ChainTest.read(chain, 1)).hasSizeLessThan(5);
        }
    }

    @Test
    void damageIsNamedAndNothingIsCompacted() throws IOException {
        create(Retention.NEWEST).close();
        try (Chain chain = open()) {
            fill(chain, 60, 3);
        }
        try (Chain chain = open()) {
            List<String> names = disk.list(FOLDER);
            Path second =
                    FOLDER.resolve(names.stream().filter(n -> n.endsWith(".seg")).toList().get(1));
            byte[] good = disk.bytes(second);
            byte[] bad = good.clone();
            bad[good.length / 2] ^= 1;
            disk.put(second, bad);
            assertThatThrownBy(chain::compact)
                    .isInstanceOfSatisfying(
                            DamagedLogException.class,
                            damage ->
                                    assertThat(damage.segment())
                                            .isEqualTo(second.getFileName().toString()));
            disk.put(second, good);
            assertThat(chain.compact().events()).isPositive();
        }
    }

    @Test
    void everyFlippedByteOfACompactedSegmentIsNamed() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            fill(chain, 40, 3);
            chain.compact();
        }
        String name =
                disk.list(FOLDER).stream().filter(n -> n.contains("-")).findFirst().orElseThrow();
        byte[] good = disk.bytes(FOLDER.resolve(name));
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            disk.put(FOLDER.resolve(name), bad);
            assertThatThrownBy(this::open)
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            DamagedLogException.class,
                            damage -> assertThat(damage.segment()).isEqualTo(name));
        }
    }

    @Test
    void eventsRemovedBehindTheBackOfTheChainAreFound() throws IOException {
        try (Chain chain = create(Retention.NEWEST)) {
            chain.commit(Change.of(put(1, "a"), put(2, "b")));
            SignedCommit last = ChainTest.read(chain, 2).getFirst();
            assertThat(last.commit().whole()).isTrue();
        }
        List<Bytes> commits = new ArrayList<>();
        try (Log log = Log.open(disk, FOLDER, SEGMENT)) {
            commits.add(log.readOne(1).body());
            commits.add(CommitCodec.prune(log.readOne(2).body(), at -> at == 0).orElseThrow());
        }
        for (String name : disk.list(FOLDER)) {
            disk.delete(FOLDER.resolve(name));
        }
        try (Log log = Log.create(disk, FOLDER, key.verifyKey().value(), SEGMENT)) {
            log.append(1, Frame.COMMIT, commits.get(0));
            log.append(2, Frame.COMMIT, commits.get(1));
            log.awaitDurable(2);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("events were removed");
    }

    @Test
    void chainCompactsItselfInTheBackground() throws Exception {
        var failed = new CountDownLatch(1);
        var settings =
                new CompactionSettings(
                        new CompactMode.Modified(),
                        Duration.ofDays(90),
                        List.of(),
                        _ -> failed.countDown());
        keys().save(key);
        try (Chain chain =
                Chain.create(
                        FOLDER,
                        key,
                        genesis(Retention.NEWEST),
                        new ChainSettings(disk, clock, SEGMENT).with(settings))) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            int i = 0;
            while (disk.list(FOLDER).stream().noneMatch(name -> name.contains("-"))) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                chain.commit(Change.of(put(1, "v" + i++)));
            }
            assertThat(failed.getCount()).isEqualTo(1);
        }
        try (Chain chain = open()) {
            chain.verify();
        }
    }

    private void commitAs(Chain chain, SigningKey author, long counter, Change change)
            throws IOException {
        var text = ChangeText.of(chain.id(), Stand.name(author), counter, change);
        var signed =
                new Author.Signed(
                        chain.id(), Stand.name(author), counter, List.of(text.sign(author)));
        assertThat(chain.commit(change, signed, Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
    }

    private Chain distributed(SigningKey... roots) throws IOException {
        keys().save(key);
        var genesis =
                new Genesis(
                        TrustMode.DISTRIBUTED,
                        Arrays.stream(roots).map(Stand::name).toList(),
                        Retention.NEWEST);
        return Chain.create(FOLDER, key, genesis, new ChainSettings(disk, clock, SEGMENT));
    }

    private Chain create(Retention retention) throws IOException {
        return create(retention, List.of());
    }

    private Chain create(Retention retention, List<Voter> voters) throws IOException {
        keys().save(key);
        return Chain.create(FOLDER, key, genesis(retention), settings(voters));
    }

    private Genesis genesis(Retention retention) {
        return new Genesis(TrustMode.CENTRALIZED, List.of(Stand.name(key)), retention);
    }

    private Chain open() throws IOException {
        return Chain.open(FOLDER, keys(), settings(List.of()));
    }

    private ChainSettings settings(List<Voter> voters) {
        return new ChainSettings(disk, clock, SEGMENT)
                .with(
                        new CompactionSettings(
                                new CompactMode.Never(), Duration.ofDays(90), voters, _ -> {}));
    }

    private KeyFolder keys() {
        return new KeyFolder(disk, Path.of("/keys"));
    }

    /// Puts `rows` rows one after the other, `count` times in all.
    private static void fill(Chain chain, int count, int rows) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(chain.commit(Change.of(put(i % rows, "v" + i))))
                    .isInstanceOf(Outcome.Committed.class);
        }
    }

    private static void requireNewest(Chain chain, int count, int rows) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            for (int i = count - rows; i < count; i++) {
                assertThat(body(now, i % rows)).isEqualTo("v" + i);
            }
        }
    }

    private static List<Hash> roots(Chain chain) throws IOException {
        var roots = new ArrayList<Hash>();
        for (long size = 0; size <= chain.lastSequence(); size++) {
            roots.add(chain.root(size));
        }
        return roots;
    }

    /// The commits in which an event of the row is left.
    private static List<Long> sequencesOf(Chain chain, long row) throws IOException {
        return ChainTest.read(chain, 1).stream()
                .map(SignedCommit::commit)
                .filter(one -> one.events().stream().anyMatch(e -> e.key().equals(row(row))))
                .map(Commit::sequence)
                .toList();
    }

    private static String body(Snapshot snapshot, long row) throws IOException {
        return snapshot.load(row(row))
                .map(put -> new String(put.body().toArray(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static RowKey row(long number) {
        return new RowKey(9, number);
    }

    private static Event put(long row, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Event.Put(row(row), null, "t", Bytes.owning(bytes));
    }
}
