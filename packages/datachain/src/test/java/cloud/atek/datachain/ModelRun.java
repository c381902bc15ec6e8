package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.backup.Backup;
import cloud.atek.datachain.backup.BackupOutcome;
import cloud.atek.datachain.backup.Point;
import cloud.atek.datachain.backup.Progress;
import cloud.atek.datachain.backup.Restore;
import cloud.atek.datachain.backup.RestoreOutcome;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.merkle.InclusionProof;
import cloud.atek.datachain.merkle.MerkleTree;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One chain that four authors write at random, and that is reopened, rotated, compacted, backed up
/// and restored meanwhile; after every step it must show what the model does, and what was proven
/// before must still be proven. One thread.
final class ModelRun implements AutoCloseable {

    private static final int ROWS = 7;
    private static final int SNAPSHOTS_MAX = 3;
    private static final List<RowKey> KEYS =
            IntStream.range(0, ROWS).mapToObj(RulesTest::row).toList();

    private final FaultyDisk disk = new FaultyDisk();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ChainSettings settings = new ChainSettings(disk, clock, 2_000).with(compaction());
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));
    private final SigningKey root = SigningKey.random();
    private final List<SigningKey> authors =
            List.of(root, SigningKey.random(), SigningKey.random());
    private final List<KeyName> names = authors.stream().map(ModelRun::name).toList();
    private final RandomGenerator random;
    private final List<ChainModel> models = new ArrayList<>();
    private final Map<KeyName, Long> counters = new HashMap<>();
    private final List<Seen> snapshots = new ArrayList<>();
    private final List<Proven> proofs = new ArrayList<>();
    private Path folder = Path.of("/chain");
    private Chain chain;
    private int restored;

    /// The newest sequence that a compaction has looked at.
    private long compacted = 1;

    private long removed;

    private record Seen(Snapshot snapshot, ChainModel model) {}

    /// What was proven of a commit, at the root over so many.
    private record Proven(InclusionProof proof, Hash leaf, Hash root) {}

    ModelRun(RandomGenerator random, TrustMode trust, Retention retention) throws IOException {
        this.random = random;
        SigningKey owner = SigningKey.random();
        keys.save(owner);
        var genesis = new Genesis(trust, List.of(name(root)), retention);
        this.chain = Chain.create(folder, owner, genesis, settings);
        models.add(new ChainModel(name(root)));
    }

    void steps(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(20)) {
                case 0 -> reopen();
                case 1 -> chain.rotate();
                case 2 -> chain.checkpoint();
                case 3 -> chain.index().write();
                case 4 -> look();
                case 5 -> prove();
                case 6 -> clock.advance(Duration.ofHours(random.nextInt(48)));
                case 7 -> restore();
                case 8, 9 -> compact();
                default -> commit();
            }
            requireSame();
        }
        reopen();
        requireSame();
        chain.verify();
    }

    /// Events that compaction removed.
    long removed() {
        return removed;
    }

    @Override
    public void close() throws IOException {
        snapshots.forEach(seen -> seen.snapshot().close());
        chain.close();
    }

    private ChainModel model() {
        return models.getLast();
    }

    private void commit() throws IOException {
        Change change = change();
        int who = random.nextInt(authors.size() + 1);
        SigningKey by = who == authors.size() ? null : authors.get(who);
        Scope scope = random.nextBoolean() ? Scope.NONE : Scope.LOCAL;

        Outcome outcome =
                chain.commit(change, by == null ? Author.ANONYMOUS : signed(change, by), scope);

        Set<KeyName> shown = by == null ? Set.of() : Set.of(name(by));
        ChainModel next = model().after(change, shown);
        assertThat(outcome instanceof Outcome.Committed)
                .as("%s by %s: %s", change, who, outcome)
                .isEqualTo(next != null);
        if (next != null) {
            models.add(next);
            if (by != null) {
                counters.merge(name(by), counter(by), Long::max);
            }
        }
    }

    private Author signed(Change change, SigningKey by) {
        return Author.signed(chain.id(), change, counter(by), by);
    }

    private long counter(SigningKey by) {
        return counters.getOrDefault(name(by), 0L) + 1;
    }

    private Change change() {
        var edits = new ArrayList<Edit>();
        for (Event event : RulesTest.events(random, ROWS, names)) {
            Event whole = event instanceof Event.Put put ? withBody(put) : event;
            edits.add(new Edit(whole, random.nextInt(3) > 0 ? Edit.ANY : expected(event.key())));
        }
        List<Guard> guards = List.of();
        if (random.nextInt(5) == 0) {
            RowKey row = KEYS.get(random.nextInt(ROWS));
            guards = List.of(new Guard(row, expected(row)));
        }
        return new Change(edits, guards);
    }

    private Event.Put withBody(Event.Put put) {
        var body = new byte[random.nextInt(200)];
        random.nextBytes(body);
        Place place = put.place();
        return new Event.Put(
                put.key(),
                place == null ? null : new Place(place.parent(), random.nextInt(2)),
                put.type(),
                Bytes.owning(body),
                put.encoding(),
                put.authority());
    }

    /// Right most of the time.
    private long expected(RowKey row) {
        return random.nextInt(4) == 0 ? random.nextInt(5) : model().sequenceOf(row);
    }

    /// With an index, with an old one, or none; with its tree or without.
    private void reopen() throws IOException {
        closeSnapshots();
        chain.close();
        if (random.nextInt(3) == 0) {
            delete(IndexFile.NAME);
        }
        if (random.nextInt(3) == 0) {
            delete(MerkleTree.NAME);
        }
        chain = Chain.open(folder, keys, settings);
    }

    private void delete(String name) throws IOException {
        try {
            disk.delete(folder.resolve(name));
        } catch (NoSuchFileException e) {
            // No index was due.
        }
    }

    /// Backs the chain up, and goes on with what is restored; what it was before is restored too.
    private void restore() throws IOException {
        closeSnapshots();
        chain.close();
        var backup = new Backup(disk, Path.of("/backup"), clock);
        assertThat(backup.take(folder, Progress.SILENT)).isInstanceOf(BackupOutcome.Taken.class);
        // What was compacted cannot be shown as it was before the last commit that was.
        int from = (int) compacted - 1;
        ChainModel older = models.get(from + random.nextInt(models.size() - from));
        try (Chain then = restored(new Point.Sequence(older.sequence()));
                Snapshot snapshot = then.snapshot()) {
            older.requireSame(snapshot, KEYS);
        }
        deleteAll(folder);
        deleteAll(target());
        chain = restored(Point.NEWEST);
        folder = target();
    }

    private void deleteAll(Path old) throws IOException {
        for (String name : disk.list(old)) {
            disk.delete(old.resolve(name));
        }
    }

    /// Of the last restore.
    private Path target() {
        return Path.of("/restored" + restored);
    }

    private Chain restored(Point point) throws IOException {
        restored++;
        var restore = new Restore(disk, Path.of("/backup"), clock);
        assertThat(restore.restore(target(), point, false, Progress.SILENT))
                .isInstanceOf(RestoreOutcome.Restored.class);
        return Chain.open(target(), keys, settings);
    }

    /// Opens a snapshot, or closes one.
    private void look() throws IOException {
        if (snapshots.size() == SNAPSHOTS_MAX) {
            snapshots.remove(random.nextInt(SNAPSHOTS_MAX)).snapshot().close();
        } else {
            snapshots.add(new Seen(chain.snapshot(), model()));
        }
    }

    private void closeSnapshots() {
        snapshots.forEach(seen -> seen.snapshot().close());
        snapshots.clear();
    }

    private void prove() throws IOException {
        // All of it is on disk then.
        try (Snapshot snapshot = chain.snapshot()) {
            long size = snapshot.sequence();
            SignedCommit commit = commitFrom(1 + random.nextLong(size));
            if (commit != null) {
                InclusionProof proof = chain.inclusion(commit.commit().sequence(), size);
                proofs.add(new Proven(proof, commit.hash(), chain.root(size)));
            }
        }
    }

    /// The first one from there on that is not removed.
    private @Nullable SignedCommit commitFrom(long sequence) throws IOException {
        try (CommitCursor commits = chain.read(sequence)) {
            return commits.next().orElse(null);
        }
    }

    private void compact() throws IOException {
        removed += chain.compact().events();
        compacted = model().sequence();
    }

    private void requireSame() throws IOException {
        for (RowKey key : KEYS) {
            assertThat(chain.sequenceOf(key)).isEqualTo(model().sequenceOf(key));
        }
        for (SigningKey author : authors) {
            assertThat(chain.counterOf(name(author)))
                    .isEqualTo(counters.getOrDefault(name(author), 0L));
        }
        try (Snapshot now = chain.snapshot()) {
            model().requireSame(now, KEYS);
        }
        for (Seen seen : snapshots) {
            seen.model().requireSame(seen.snapshot(), KEYS);
        }
        if (!proofs.isEmpty()) {
            requireProven(proofs.get(random.nextInt(proofs.size())));
        }
    }

    /// An old proof is good, and the tree that it was taken from is the beginning of this one.
    private void requireProven(Proven old) throws IOException {
        long size = old.proof().size();
        assertThat(old.proof().verify(old.leaf(), old.root()).proven()).isTrue();
        assertThat(chain.root(size)).isEqualTo(old.root());
        assertThat(chain.inclusion(old.proof().index() + 1, size)).isEqualTo(old.proof());
        long now = chain.lastSequence();
        assertThat(chain.consistency(size, now).verify(old.root(), chain.root(now)).proven())
                .isTrue();
    }

    /// Removals are forgotten soon.
    private static CompactionSettings compaction() {
        return new CompactionSettings(
                new CompactMode.Never(), Duration.ofHours(30), List.of(), _ -> {});
    }

    private static KeyName name(SigningKey key) {
        return KeyName.of(key.verifyKey());
    }
}
