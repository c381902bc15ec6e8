package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.merkle.InclusionProof;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random lives of a chain that is compacted again and again, against maps: whatever is removed,
/// nothing that can be seen changes.
class CompactModelTest {

    private static final Path FOLDER = Path.of("/chain");

    /// Of the cases: each is a whole life.
    private static final int EVERY = 4;

    @Test
    void compactionChangesNothingThatCanBeSeen() {
        Seeds.forAll((random, size) -> {
            if (size % EVERY == 0) {
                new Life(random, Math.min(size, 40), new FaultyDisk()).live();
            }
        });
    }

    /// The power goes somewhere while the chain is compacted, and then somewhere in the next life.
    @Test
    void powerCutInACompactionChangesNothingThatCanBeSeen() {
        Seeds.forAll((random, size) -> {
            if (size % EVERY > 0) {
                return;
            }
            var disk = new FaultyDisk();
            var life = new Life(random, Math.min(size, 20), disk);
            life.live(false);
            for (int i = 0; i < 3; i++) {
                disk.cutPowerAfter(random.nextInt(40));
                life.dieCompacting();
                disk = disk.afterPowerCut(random);
                life.reborn(disk);
            }
            life.end();
        });
    }

    private record Row(@Nullable Place place, String body, long sequence) {}

    private static final class Life {

        private static final int ROWS = 12;

        private final RandomGenerator random;
        private final int steps;
        private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
        private final SigningKey key = SigningKey.random();
        private final List<SigningKey> authors = List.of(SigningKey.random(), SigningKey.random());
        private final Map<KeyName, Long> counters = new HashMap<>();
        private final Duration tombstones;
        private final Retention retention;
        private final long segmentBytes;
        private final Map<RowKey, Row> rows = new HashMap<>();
        private final List<Hash> leaves = new ArrayList<>();
        private final List<Hash> roots = new ArrayList<>();
        private final Map<Long, InclusionProof> proofs = new HashMap<>();
        private final Set<RowKey> removed = new HashSet<>();
        private final List<Snapshot> snapshots = new ArrayList<>();
        private final List<Map<RowKey, Row>> snapshotRows = new ArrayList<>();
        private FaultyDisk disk;
        private Chain chain;

        /// How many rows were put once, so that nearly all of some segments stays.
        private int cold;

        Life(RandomGenerator random, int steps, FaultyDisk disk) throws IOException {
            this.random = random;
            this.steps = steps;
            this.disk = disk;
            this.tombstones = Duration.ofDays(random.nextInt(3) * 30L);
            this.retention =
                    switch (random.nextInt(4)) {
                        case 0 -> new Retention.Versions(1 + random.nextInt(3));
                        case 1 -> new Retention.Days(1 + random.nextInt(40));
                        default -> Retention.NEWEST;
                    };
            this.segmentBytes = 700L + random.nextInt(4000);
            keys().save(key);
            List<KeyName> roots =
                    Stream.of(key, authors.get(0), authors.get(1)).map(Stand::name).toList();
            TrustMode trust = random.nextBoolean() ? TrustMode.CENTRALIZED : TrustMode.DISTRIBUTED;
            var genesis = new Genesis(trust, roots, retention);
            this.chain = Chain.create(FOLDER, key, genesis, settings());
            note();
        }

        void live() throws IOException {
            live(true);
            end();
        }

        void end() throws IOException {
            check();
            reopen();
            chain.verify();
            chain.close();
        }

        void live(boolean whole) throws IOException {
            for (int i = 0; i < steps * 2; i++) {
                switch (random.nextInt(whole ? 24 : 18)) {
                    case 18, 19 -> compact();
                    case 20 -> reopen();
                    case 21 -> snapshot();
                    case 22 -> closeSnapshot();
                    case 23 -> chain.rotate();
                    case 17 -> clock.advance(Duration.ofHours(random.nextInt(1000)));
                    case 16 -> commitCold();
                    default -> commit();
                }
            }
        }

        /// Commits and compacts until the power goes.
        void dieCompacting() {
            try {
                while (true) {
                    chain.compact();
                    commit();
                }
            } catch (IOException | IllegalStateException e) {
                assertThat(disk.powerGone()).isTrue();
            }
            try {
                chain.close();
            } catch (IOException e) {
                // It is dead.
            }
        }

        /// Goes on after a power cut, with what was acknowledged.
        void reborn(FaultyDisk after) throws IOException {
            disk = after;
            snapshots.clear();
            snapshotRows.clear();
            chain = Chain.open(FOLDER, keys(), settings());
            // One commit may have come to the disk without a word.
            if (chain.lastSequence() == leaves.size() + 1) {
                SignedCommit unheard = ChainTest.read(chain, chain.lastSequence()).getFirst();
                unheard.commit().events().forEach(event -> apply(event, chain.lastSequence()));
                Origin origin = unheard.commit().origin();
                if (origin.author() != null && origin.counter() > 0) {
                    counters.put(origin.author(), origin.counter());
                }
                note();
            }
            check();
            compact();
            chain.verify();
        }

        private void commit() throws IOException {
            var events = new HashMap<RowKey, Event>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                RowKey row = row();
                events.put(row, event(row));
            }
            commit(events);
        }

        private void commit(Map<RowKey, Event> events) throws IOException {
            Change change = Change.of(events.values().toArray(Event[]::new));
            // Signatures cost more than all else here.
            int who = random.nextInt(8);
            Author author = who >= authors.size() ? Author.OWNER : signed(change, authors.get(who));
            if (chain.commit(change, author, Scope.LOCAL)
                    instanceof Outcome.Committed(long sequence, _, _)) {
                events.values().forEach(event -> apply(event, sequence));
                if (author instanceof Author.Signed one) {
                    counters.put(one.author(), one.counter());
                }
                note();
            }
        }

        private Author signed(Change change, SigningKey by) {
            long last = counters.getOrDefault(Stand.name(by), 0L);
            return Author.signed(chain.id(), change, last + 1 + random.nextInt(3), by);
        }

        private void commitCold() throws IOException {
            for (int i = 0; i < 6; i++) {
                RowKey row = new RowKey(1, ROWS + cold++);
                commit(Map.of(row, new Event.Put(row, null, "t", Bytes.owning(new byte[90]))));
            }
        }

        private Event event(RowKey row) {
            if (random.nextInt(4) == 0) {
                return new Event.Tombstone(row);
            }
            Place place = random.nextBoolean() ? null : new Place(row(), random.nextInt(2));
            byte[] body =
                    ("b" + random.nextInt() + "x".repeat(random.nextInt(60)))
                            .getBytes(StandardCharsets.UTF_8);
            return new Event.Put(row, place, "t", Bytes.owning(body));
        }

        private void apply(Event event, long sequence) {
            switch (event) {
                case Event.Put put -> {
                    rows.put(put.key(), new Row(put.place(), text(put), sequence));
                    removed.remove(put.key());
                }
                case Event.Tombstone(RowKey row) -> {
                    rows.remove(row);
                    removed.add(row);
                }
            }
        }

        /// Remembers what there is to know of the last commit.
        private void note() throws IOException {
            long last = chain.lastSequence();
            leaves.add(ChainTest.read(chain, last).getFirst().hash());
            roots.add(chain.root(last));
            proofs.put(last, chain.inclusion(1 + random.nextInt((int) last), last));
        }

        private void compact() throws IOException {
            long before = chain.horizon();
            Compacted first = chain.compact();
            check();
            // As long as segments are as small as here, what is joined can differ by some bytes.
            int runs = 0;
            while (chain.compact().segments() > 0) {
                assertThat(++runs).isLessThan(5);
            }
            assertThat(chain.compact().bytesAfter()).isLessThanOrEqualTo(first.bytesAfter());
            assertThat(chain.horizon()).isGreaterThanOrEqualTo(before);
        }

        private void snapshot() throws IOException {
            snapshots.add(chain.snapshot());
            snapshotRows.add(new HashMap<>(rows));
        }

        private void closeSnapshot() {
            if (!snapshots.isEmpty()) {
                int which = random.nextInt(snapshots.size());
                snapshots.remove(which).close();
                snapshotRows.remove(which);
            }
        }

        private void reopen() throws IOException {
            while (!snapshots.isEmpty()) {
                closeSnapshot();
            }
            long horizon = chain.horizon();
            if (random.nextBoolean()) {
                chain.index().write();
            }
            chain.close();
            for (String name : List.of(IndexFile.NAME, "tree")) {
                if (random.nextBoolean() && disk.list(FOLDER).contains(name)) {
                    disk.delete(FOLDER.resolve(name));
                }
            }
            chain = Chain.open(FOLDER, keys(), settings());
            assertThat(chain.horizon()).isEqualTo(horizon);
            check();
        }

        private void check() throws IOException {
            assertThat(chain.lastSequence()).isEqualTo(leaves.size());
            for (SigningKey author : authors) {
                assertThat(chain.counterOf(Stand.name(author)))
                        .isEqualTo(counters.getOrDefault(Stand.name(author), 0L));
            }
            for (int i = 0; i < 5; i++) {
                int size = 1 + random.nextInt(roots.size());
                assertThat(chain.root(size)).isEqualTo(roots.get(size - 1));
            }
            long last = 1L + random.nextInt(leaves.size());
            InclusionProof proof = Objects.requireNonNull(proofs.get(last));
            assertThat(chain.inclusion(proof.index() + 1, last)).isEqualTo(proof);
            assertThat(proof.verify(leaves.get((int) proof.index()), roots.get((int) last - 1)))
                    .isEqualTo(Verdict.holds());
            try (Snapshot now = chain.snapshot()) {
                check(now, rows);
            }
            for (int i = 0; i < snapshots.size(); i++) {
                check(snapshots.get(i), snapshotRows.get(i));
            }
            for (RowKey row : removed) {
                assertThat(chain.sequenceOf(row)).isEqualTo(Edit.ABSENT);
            }
        }

        private static void check(Snapshot seen, Map<RowKey, Row> wanted) throws IOException {
            var children = new HashMap<@Nullable Place, Set<RowKey>>();
            for (var entry : wanted.entrySet()) {
                Event.Put put = seen.load(entry.getKey()).orElseThrow();
                assertThat(new Row(put.place(), text(put), seen.sequenceOf(entry.getKey())))
                        .isEqualTo(entry.getValue());
                children.computeIfAbsent(put.place(), _ -> new HashSet<>()).add(entry.getKey());
            }
            Stream<RowKey> all = seen.rows().map(Snapshot.Row::key);
            assertThat(all.filter(row -> row.high() == 1).collect(Collectors.toSet()))
                    .isEqualTo(wanted.keySet());
            children.forEach((place, keys) -> {
                Stream<Snapshot.Row> there = place == null ? seen.roots() : seen.children(place);
                assertThat(
                                there.map(Snapshot.Row::key)
                                        .filter(row -> row.high() == 1)
                                        .collect(Collectors.toSet()))
                        .isEqualTo(keys);
            });
        }

        /// One of those that are always in use, or of those that were put once.
        private RowKey row() {
            return new RowKey(1, random.nextInt(random.nextInt(8) == 0 ? ROWS + cold : ROWS));
        }

        private static String text(Event.Put put) {
            return new String(put.body().toArray(), StandardCharsets.UTF_8);
        }

        private ChainSettings settings() {
            return new ChainSettings(disk, clock, segmentBytes)
                    .with(
                            new CompactionSettings(
                                    new CompactMode.Never(), tombstones, List.of(), _ -> {}));
        }

        private KeyFolder keys() {
            return new KeyFolder(disk, Path.of("/keys"));
        }
    }
}
