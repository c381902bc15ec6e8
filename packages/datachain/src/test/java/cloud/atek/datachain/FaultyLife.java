package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.MemoryDisk;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/// What one chain goes through until its disk fails or nothing is left to do: commits of some sizes
/// and scopes, rotations, checkpoints, indexes, reopening. It remembers what it was told. One
/// thread.
final class FaultyLife {

    static final Path FOLDER = Path.of("/chain");

    private static final int STEPS = 25;
    private static final int ROWS = 12;
    private static final SigningKey KEY = new SigningKey(Secret.owning(new byte[32]));

    private final FaultyDisk disk;
    private final Random random;
    private final KeyFolder keys = new KeyFolder(new MemoryDisk(), Path.of("/keys"));

    /// The changes of the commits from the second on, in order; the last of them may be unknown to
    /// the chain.
    private final List<List<Event>> tried = new ArrayList<>();

    private long acknowledged;

    FaultyLife(FaultyDisk disk, long seed) throws IOException {
        this.disk = disk;
        this.random = new Random(seed);
        keys.save(KEY);
    }

    static Chain create(FaultyDisk disk) throws IOException {
        return Chain.create(FOLDER, KEY, settings(disk));
    }

    /// The sequence that was promised to stay; 0 when not even making the chain was.
    long acknowledged() {
        return acknowledged;
    }

    /// Lives, and tells whether the power went.
    boolean run() {
        try {
            live();
        } catch (IOException e) {
            assertThat(disk.powerGone()).as("only for the power: " + e).isTrue();
        }
        return disk.powerGone();
    }

    private void live() throws IOException {
        Chain chain = create(disk);
        try {
            acknowledged = 1;
            for (int step = 0; step < STEPS; step++) {
                chain = step(chain);
            }
        } finally {
            // Also when the power is gone: the threads of the chain end.
            chain.close();
        }
        acknowledged = tried.size() + 1L;
    }

    /// Opens what is on `after` and compares it with what was promised; then the chain lives on.
    void requireAll(FaultyDisk after) throws IOException {
        long last;
        try (Chain chain = Chain.open(FOLDER, keys, settings(after))) {
            last = chain.lastSequence();
            assertThat(last).isBetween(acknowledged, tried.size() + 1L);
            requireCommits(chain, last);
            chain.verify();
            requireProofs(chain, last);
            chain.commit(Change.of(ChainTest.put(1, "on it goes")));
        }
        try (Chain chain = Chain.open(FOLDER, keys, settings(after))) {
            assertThat(chain.lastSequence()).isEqualTo(last + 1);
            requireProofs(chain, last + 1);
            chain.verify();
        }
    }

    private Chain step(Chain chain) throws IOException {
        switch (random.nextInt(12)) {
            case 0 -> chain.rotate();
            case 1 -> {
                long signed = Checkpoint.of(chain.checkpoint()).size();
                acknowledged = Math.max(acknowledged, signed);
            }
            case 2 -> chain.index().write();
            case 3 -> {
                chain.close();
                acknowledged = tried.size() + 1L;
                return Chain.open(FOLDER, keys, settings(disk));
            }
            case 4, 5, 6 -> commit(chain, Scope.NONE);
            default -> acknowledged = commit(chain, Scope.LOCAL);
        }
        return chain;
    }

    /// @return the sequence it got
    private long commit(Chain chain, Scope scope) throws IOException {
        List<Event> events = events();
        tried.add(events);
        Change change = Change.of(events.toArray(Event[]::new));
        Outcome outcome = chain.commit(change, Author.OWNER, scope);
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        assertThat(((Outcome.Committed) outcome).sequence()).isEqualTo(tried.size() + 1);
        return tried.size() + 1L;
    }

    /// One to four rows, most of them small and some larger than a segment.
    private List<Event> events() {
        var events = new ArrayList<Event>();
        int first = random.nextInt(ROWS);
        for (int i = 0; i <= random.nextInt(4); i++) {
            var key = new RowKey(5, (first + i) % ROWS);
            var body = new byte[random.nextInt(random.nextInt(10) == 0 ? 6_000 : 200)];
            random.nextBytes(body);
            boolean put = random.nextInt(4) > 0;
            events.add(
                    put
                            ? new Event.Put(key, null, "test", Bytes.owning(body))
                            : new Event.Tombstone(key));
        }
        return events;
    }

    /// All that was tried up to `last` is there, whole, and nothing else.
    private void requireCommits(Chain chain, long last) throws IOException {
        var rows = new HashMap<RowKey, Long>();
        try (CommitCursor commits = chain.read(2)) {
            for (long sequence = 2; sequence <= last; sequence++) {
                Commit commit = commits.next().orElseThrow().commit();
                assertThat(commit.sequence()).isEqualTo(sequence);
                assertThat(commit.events()).isEqualTo(tried.get((int) sequence - 2));
                for (Event event : commit.events()) {
                    rows.put(event.key(), event instanceof Event.Put ? sequence : Edit.ABSENT);
                }
            }
            assertThat(commits.next()).isEmpty();
        }
        rows.forEach((key, sequence) -> assertThat(chain.sequenceOf(key)).isEqualTo(sequence));
    }

    private static void requireProofs(Chain chain, long last) throws IOException {
        Hash leaf;
        try (CommitCursor commits = chain.read(last)) {
            leaf = commits.next().orElseThrow().hash();
        }
        Hash root = chain.root(last);
        assertThat(chain.inclusion(last, last).verify(leaf, root).proven()).isTrue();
        long older = 1 + last / 2;
        assertThat(chain.consistency(older, last).verify(chain.root(older), root).proven())
                .isTrue();
    }

    private static ChainSettings settings(FaultyDisk disk) {
        var checkpoints = new CheckpointPolicy(7, Duration.ofSeconds(10));
        return new ChainSettings(disk, Clock.systemUTC(), 3_000, checkpoints);
    }
}
