package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.log.SegmentMaker;
import cloud.atek.datachain.log.SegmentRange;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a chain knows of removed commits when nothing is left but the log.
class MemoTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final Path GOLDEN = Path.of("src/test/golden/memo");
    private static final int FRAME_BYTES = 25;

    /// Makes names of numbers as different as those of keys.
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private static final int SEAL_FRAME_BYTES = FRAME_BYTES + Signature.BYTES;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final SigningKey owner = key(1);
    private final List<SigningKey> authors = List.of(key(2), key(3), key(4));
    private final List<Change> changes = new ArrayList<>();
    private final List<Author.Signed> signed = new ArrayList<>();
    private FaultyDisk disk = new FaultyDisk();

    /// So that there is one compacted segment, or several.
    private long segmentBytes = 1 << 20;

    @Test
    void nothingIsForgottenWithTheIndex() throws IOException {
        segmentBytes = 2000;
        for (TrustMode trust : TrustMode.values()) {
            for (Retention retention :
                    List.of(Retention.NEWEST, new Retention.Versions(2), new Retention.Days(30))) {
                live(trust, retention);
                requireSameWithoutIndex(3);
                compactAgain(Duration.ofDays(40));
                requireSameWithoutIndex(4);
                compactAgain(Duration.ZERO);
                requireSameWithoutIndex(5);
            }
        }
    }

    /// The layout is a promise: rewritten with `-Datek.golden=write`, and only with a new version.
    @Test
    void memoIsAsEver() throws IOException {
        live(TrustMode.DISTRIBUTED, Retention.NEWEST);
        byte[] segment = disk.bytes(compactedSegment());
        int end = segment.length - SEAL_FRAME_BYTES;
        int size = FRAME_BYTES + 16 + Forgotten.ENTRY_BYTES * authors.size();
        byte[] memo = Arrays.copyOfRange(segment, end - size, end);
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.write(GOLDEN, memo);
        }
        assertThat(memo).isEqualTo(Files.readAllBytes(GOLDEN));
        Forgotten read =
                Forgotten.read(Bytes.owning(Arrays.copyOfRange(memo, FRAME_BYTES, memo.length)));
        assertThat(read.horizon()).isPositive();
        assertThat(read.counters()).containsOnlyKeys(authors.stream().map(Stand::name).toList());
    }

    @Test
    void signedMemoThatMakesNoSenseIsDamage() throws IOException {
        live(TrustMode.DISTRIBUTED, Retention.NEWEST);
        Path segment = compactedSegment();
        FaultyDisk good = disk;
        long last = last(segment);
        KeyName first = new KeyName(KeyName.Kind.ED25519, Bytes.owning(new byte[32]));
        Bytes one = new Forgotten(1, last, Map.of(first, 1L)).toBytes();

        requireDamage(good, number(last), "8 bytes, want 16 and 41");
        requireDamage(good, Bytes.owning(Arrays.copyOf(one.toArray(), 60)), "60 bytes, want");
        requireDamage(good, changed(one, 0, -1), "the horizon -1");
        requireDamage(good, changed(one, 8, 0), "the horizon 1, whole from 0");
        requireDamage(good, changed(one, 49, 0), "the counter 0 of ed25519:00");
        requireDamage(good, twice(one), "the author ed25519:00");
        requireDamage(good, changed(one, 16, Long.MAX_VALUE), "a key of kind 127");
        requireDamage(good, new Forgotten(last + 1, last + 1, Map.of()).toBytes(), "horizon");

        disk = remade(good, new Forgotten(9, last, Map.of(first, 7L)).toBytes());
        try (Chain chain = open()) {
            assertThat(chain.horizon()).isEqualTo(9);
            assertThat(chain.counterOf(first)).isEqualTo(7);
        }
    }

    /// The authors of a segment that cannot be named all.
    @Test
    void memoHasSoManyAuthorsAndNoMore() {
        int most = Limits.MEMO_AUTHORS_MAX;
        SegmentPlan full = plan(0, most);
        var piece = new Piece(Long.MAX_VALUE);
        piece.add(full);
        assertThat(piece.pays()).isTrue();
        assertThat(piece.fits(plan(most - 5, most))).isTrue();
        assertThat(piece.fits(plan(most, most + 1))).isFalse();

        piece.add(plan(most, most + 1));
        assertThat(piece.pays()).isFalse();
        assertThatThrownBy(() -> Forgotten.read(Bytes.owning(new byte[16 + 41 * (most + 1)])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of at most 400000 authors");
        assertThat(16 + 41 * most).isLessThan(LogLimits.BODY_BYTES_MAX);
    }

    private static SegmentPlan plan(int from, int to) {
        var plan = new SegmentPlan(new SegmentRange(1, 1, 1L << 40, false));
        Map<KeyName, Long> counters =
                LongStream.range(from, to)
                        .boxed()
                        .collect(Collectors.toMap(MemoTest::author, _ -> 1L));
        plan.remember(new Forgotten(0, 9, counters));
        return plan;
    }

    private static KeyName author(long number) {
        byte[] name = ByteBuffer.allocate(32).putLong(number * SPREAD).array();
        return new KeyName(KeyName.Kind.ED25519, Bytes.owning(name));
    }

    /// A chain that authors write, one after the other, and that is compacted each time: of the
    /// first no commit is left.
    private void live(TrustMode trust, Retention retention) throws IOException {
        disk = new FaultyDisk();
        changes.clear();
        signed.clear();
        keys().save(owner);
        List<KeyName> roots = authors.stream().map(Stand::name).toList();
        var genesis = new Genesis(trust, roots, retention);
        try (Chain chain = Chain.create(FOLDER, owner, genesis, settings())) {
            commit(chain, 0, Stand.put(50, null));
            commit(chain, 0, Stand.gone(50));
            for (int who = 0; who < authors.size(); who++) {
                work(chain, who);
                clock.advance(Duration.ofDays(100));
                assertThat(chain.compact().events()).isPositive();
            }
            // The horizon of the newest rows is in no memo of before.
            commit(chain, 2, Stand.gone(1));
            clock.advance(Duration.ofDays(100));
            work(chain, 1);
            commit(chain, 2, Stand.put(0, null));
            chain.compact();
            chain.verify();
            requireKnown(chain);
        }
    }

    private void work(Chain chain, int who) throws IOException {
        for (int i = 0; i < 40; i++) {
            commit(chain, who, Stand.put(i % 4, null));
        }
        commit(chain, who, Stand.put(60 + who, null));
        commit(chain, who, Stand.gone(60 + who));
    }

    private void compactAgain(Duration later) throws IOException {
        try (Chain chain = open()) {
            clock.advance(later);
            for (int i = 0; i < 50; i++) {
                commit(chain, 2, Stand.put(i % 3, null));
            }
            long before = chain.horizon();
            chain.compact();
            assertThat(chain.horizon()).isGreaterThanOrEqualTo(before);
        }
    }

    private void commit(Chain chain, int who, Event event) throws IOException {
        Change change = Change.of(event);
        Author.Signed author =
                Author.signed(chain.id(), change, 10L + changes.size(), authors.get(who));
        assertThat(chain.commit(change, author, Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
        changes.add(change);
        signed.add(author);
    }

    private void requireSameWithoutIndex(int least) throws IOException {
        long horizon;
        try (Chain chain = open()) {
            chain.index().write();
            horizon = chain.horizon();
        }
        assertThat(horizon).isGreaterThanOrEqualTo(least);
        try (Chain chain = open()) {
            assertThat(chain.horizon()).as("with the index").isEqualTo(horizon);
            requireKnown(chain);
        }
        disk.delete(FOLDER.resolve(IndexFile.NAME));
        try (Chain chain = open()) {
            assertThat(chain.horizon()).as("without the index").isEqualTo(horizon);
            requireKnown(chain);
            chain.verify();
        }
    }

    /// Every change that ever came is known to have been here.
    private void requireKnown(Chain chain) throws IOException {
        for (int i = 0; i < changes.size(); i++) {
            Author.Signed author = signed.get(i);
            long newest = newest(author.author());
            assertThat(chain.counterOf(author.author())).isEqualTo(newest);
            if (i % 7 == 0 || author.counter() == newest) {
                var reason = new Outcome.Reason.Replayed(author.author(), author.counter(), newest);
                assertThat(chain.commit(changes.get(i), author, Scope.LOCAL))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reasons()).contains(reason));
            }
        }
    }

    private long newest(KeyName author) {
        return signed.stream()
                .filter(one -> one.author().equals(author))
                .mapToLong(Author.Signed::counter)
                .max()
                .orElseThrow();
    }

    private void requireDamage(FaultyDisk good, Bytes memo, String reason) throws IOException {
        disk = remade(good, memo);
        String segment = compactedSegment().getFileName().toString();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        DamagedLogException.class,
                        damage -> assertThat(damage.segment()).isEqualTo(segment))
                .hasMessageContaining("the memo before the seal makes no sense")
                .hasMessageContaining(reason);
    }

    /// A copy in which the compacted segment has this memo, signed by the chain.
    private FaultyDisk remade(FaultyDisk good, Bytes memo) throws IOException {
        var copy = new FaultyDisk();
        for (Path folder : List.of(FOLDER, Path.of("/keys"))) {
            for (String name : good.list(folder)) {
                copy.put(folder.resolve(name), good.bytes(folder.resolve(name)));
            }
        }
        try (Log log = Log.open(copy, FOLDER, segmentBytes)) {
            SegmentRange range = log.closedSegments().getFirst();
            try (SegmentMaker maker = log.compacting(range.first(), range.last());
                    LogCursor cursor = log.read(range.first())) {
                while (maker.next() <= range.last()) {
                    maker.append(cursor.next().orElseThrow());
                }
                maker.finish(memo, sealed -> owner.sign(sealed.message()).value());
            }
        }
        return copy;
    }

    private Path compactedSegment() throws IOException {
        return FOLDER.resolve(
                disk.list(FOLDER).stream()
                        .filter(name -> name.contains("-"))
                        .findFirst()
                        .orElseThrow());
    }

    private static long last(Path segment) {
        return Long.parseLong(segment.getFileName().toString().substring(21, 41));
    }

    private static Bytes number(long value) {
        return Bytes.owning(ByteBuffer.allocate(8).putLong(value).array());
    }

    private static Bytes changed(Bytes memo, int at, long value) {
        return Bytes.owning(ByteBuffer.wrap(memo.toArray()).putLong(at, value).array());
    }

    /// With its author a second time.
    private static Bytes twice(Bytes memo) {
        byte[] all = Arrays.copyOf(memo.toArray(), memo.size() + Forgotten.ENTRY_BYTES);
        System.arraycopy(all, 16, all, memo.size(), Forgotten.ENTRY_BYTES);
        return Bytes.owning(all);
    }

    private Chain open() throws IOException {
        return Chain.open(FOLDER, keys(), settings());
    }

    private ChainSettings settings() {
        return new ChainSettings(disk, clock, segmentBytes)
                .with(
                        new CompactionSettings(
                                new CompactMode.Never(), Duration.ofDays(90), List.of(), _ -> {}));
    }

    private KeyFolder keys() {
        return new KeyFolder(disk, Path.of("/keys"));
    }

    private static SigningKey key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        return new SigningKey(Secret.owning(seed));
    }
}
