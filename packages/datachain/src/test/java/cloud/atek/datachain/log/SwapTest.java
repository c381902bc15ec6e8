package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.Compacting.leaf;
import static cloud.atek.datachain.log.LogContract.ID;
import static cloud.atek.datachain.log.LogTest.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Compacted segments on a disk that fails or was changed.
class SwapTest {

    private static final Path FOLDER = Path.of("/log");
    private static final Path GOLDEN = Path.of("src/test/golden/compacted.seg");
    private static final Path COMPACTED =
            FOLDER.resolve("00000000000000000001-00000000000000000010.seg");
    private static final Path NEWEST = FOLDER.resolve(Segment.name(11));
    private static final long SMALL = 300;
    private static final int SEAL_FRAME_BYTES = Frame.BYTES_MIN + Hash.BYTES;

    private final FaultyDisk disk = new FaultyDisk();

    @BeforeEach
    void makeLog() throws IOException {
        try (Log log = Log.create(disk, FOLDER, ID, LogLimits.SEGMENT_BYTES)) {
            LogTest.append(log, 1, 10);
            log.rotate();
        }
    }

    /// The power goes at every write, sync and name change of a life that compacts three times.
    @Test
    void powerCutAtAnyStepLeavesEachPieceOldOrNew() throws IOException {
        int steps = 0;
        for (boolean cut = true; cut; steps++) {
            for (int seed = 0; seed < 4; seed++) {
                var random = new Random(31L * steps + seed);
                var power = new FaultyDisk();
                power.cutPowerAfter(steps);
                var life = new Life(power);
                cut = life.run();
                FaultyDisk after = power.afterPowerCut(random);
                if (after.list(FOLDER).contains(Segment.name(1)) || life.acknowledged > 0) {
                    life.requireOldOrNew(after, "cut at %d, seed %d".formatted(steps, seed));
                }
            }
        }
        assertThat(steps).isGreaterThan(100);
    }

    /// Versions of a frame: 0 as it was appended, `n` what the `n`th compaction left of it.
    private static final class Life {

        private static final int VERSIONS = 4;
        private final FaultyDisk disk;
        private long acknowledged;

        Life(FaultyDisk disk) {
            this.disk = disk;
        }

        private static boolean kept(long sequence, int version) {
            return version == 0 || sequence % (version + 1) == 0;
        }

        /// Tells whether the power went.
        boolean run() {
            try (Log log = Log.create(disk, FOLDER, ID, SMALL)) {
                append(log, 20);
                log.rotate();
                for (SegmentRange piece : log.closedSegments()) {
                    Compacting.compact(log, piece.first(), piece.last(), one -> kept(one, 1));
                }
                append(log, 24);
                log.rotate();
                rewrite(log, 1, 24, 2);
                append(log, 26);
                rewrite(log, 1, 24, 3);
                append(log, 27);
            } catch (IOException e) {
                return true;
            }
            return disk.powerGone();
        }

        private void append(Log log, long to) throws IOException {
            LogTest.append(log, log.lastSequence() + 1, to);
            acknowledged = to;
        }

        /// Makes everything of `version`, whatever was kept before.
        private static void rewrite(Log log, long first, long last, int version)
                throws IOException {
            try (SegmentMaker maker = log.compacting(first, last)) {
                while (maker.next() <= last) {
                    long next = maker.next();
                    if (kept(next, version)) {
                        maker.append(new Frame(next, 0, Frame.COMMIT, body(next)));
                    } else {
                        maker.prune(leaf(next));
                    }
                }
                maker.finish(Compacting.MEMO, Compacting::seal);
            }
        }

        void requireOldOrNew(FaultyDisk after, String how) throws IOException {
            try (Log log = Log.open(after, FOLDER, SMALL)) {
                assertThat(log.lastSequence()).as(how).isGreaterThanOrEqualTo(acknowledged);
                List<Long> kept = Compacting.kept(log, _ -> true);
                for (SegmentRange piece : log.closedSegments()) {
                    assertThat(versions(kept, piece)).as("%s, %s", how, piece).isNotEmpty();
                }
                assertThat(after.list(FOLDER)).as(how).noneMatch(name -> name.endsWith(".new"));
                LogTest.append(log, log.lastSequence() + 1, log.lastSequence() + 3);
                log.rotate();
                rewrite(log, 1, log.lastSequence(), 1);
                assertThat(Compacting.kept(log, _ -> true)).hasSize((int) log.lastSequence() / 2);
            }
        }

        private static List<Integer> versions(List<Long> kept, SegmentRange piece) {
            List<Long> there =
                    kept.stream()
                            .filter(one -> one >= piece.first() && one <= piece.last())
                            .toList();
            return IntStream.range(0, VERSIONS)
                    .filter(version -> (version > 0) == piece.compacted())
                    .filter(version -> there.equals(wanted(piece, version)))
                    .boxed()
                    .toList();
        }

        private static List<Long> wanted(SegmentRange piece, int version) {
            return LongStream.rangeClosed(piece.first(), piece.last())
                    .filter(one -> kept(one, version))
                    .boxed()
                    .toList();
        }
    }

    @Test
    void everyFlippedBitOfACompactedSegmentIsNamed() throws IOException {
        compact();
        byte[] good = disk.bytes(COMPACTED);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            requireNamed(bad, "byte " + at);
        }
        for (int end = 0; end < good.length; end++) {
            requireNamed(Arrays.copyOf(good, end), "cut at " + end);
        }
        requireNamed(Arrays.copyOf(good, good.length + 1), "a byte more");
        requireNamed(Arrays.copyOf(good, good.length + 5000), "zeros behind it");
        disk.put(COMPACTED, good);
        readAll();
    }

    /// Good frames, good checksums, but not what was sealed.
    @Test
    void rewrittenSegmentIsFoundByItsSeal() throws IOException {
        compact();
        byte[] good = disk.bytes(COMPACTED);
        for (int forged = 0; forged < 2; forged++) {
            int seed = forged;
            var other = new FaultyDisk();
            try (Log log = Log.create(other, FOLDER, ID, LogLimits.SEGMENT_BYTES)) {
                LogTest.append(log, 1, 10);
                log.rotate();
                try (SegmentMaker maker = log.compacting(1, 10)) {
                    for (int i = 0; i < 10; i++) {
                        maker.prune(leaf(seed));
                    }
                    maker.finish(
                            Compacting.MEMO, range -> seed == 0 ? leaf(7).value() : sealOf(good));
                }
            }
            disk.put(COMPACTED, other.bytes(COMPACTED));
            assertThatThrownBy(this::readAll)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("the seal is not of whoever may compact");
        }
    }

    /// Well sealed, every one of them.
    @Test
    void missingSecondOrStrayMemoIsNamed() throws IOException {
        compact();
        byte[] good = disk.bytes(COMPACTED);
        byte[] memo = frame(10, Frame.MEMO, Compacting.MEMO);
        byte[] frames = Arrays.copyOf(good, good.length - SEAL_FRAME_BYTES - memo.length);

        requireDamage(sealed(frames), "want the memo of the segment: found kind 129");
        requireDamage(sealed(join(frames, memo, memo)), "want the seal of the segment: found kind");
        requireDamage(
                sealed(join(frames, frame(9, Frame.MEMO, Compacting.MEMO))),
                "want the memo of the segment: found kind 130 of the frame 9");
        requireDamage(
                sealed(join(header(1, 10), memo, Arrays.copyOfRange(frames, 64, frames.length))),
                "want the frame 0, found 10");
        requireDamage(join(frames, memo), "want the seal of the segment: none");
        disk.put(COMPACTED, sealed(join(frames, memo)));
        readAll();
    }

    @Test
    void memoInASegmentNotCompactedIsDamage() throws IOException {
        Path open = FOLDER.resolve(Segment.name(1));
        byte[] good = disk.bytes(open);
        disk.put(open, join(header(1, 0), frame(0, Frame.MEMO, Compacting.MEMO), good));
        requireDamage("a frame of kind 130 in a segment not compacted");
    }

    private void requireDamage(byte[] segment, String reason) {
        disk.put(COMPACTED, segment);
        requireDamage(reason);
    }

    private static byte[] sealed(byte[] before) {
        var range = new SealedRange(ID, 1, 10, Hash.of(before));
        return join(before, frame(10, Frame.SEAL, Compacting.seal(range)));
    }

    private static byte[] frame(long sequence, int kind, Bytes body) {
        var frame = new Frame(sequence, sequence, kind, body);
        ByteBuffer out = ByteBuffer.allocate(frame.size());
        frame.encode(out);
        return out.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer out = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        Arrays.stream(parts).forEach(out::put);
        return out.array();
    }

    private static Bytes sealOf(byte[] segment) {
        return Bytes.owning(Arrays.copyOfRange(segment, segment.length - 32, segment.length));
    }

    @Test
    void leftoversOfACrashAreDeletedButNotForABadSegment() throws IOException {
        byte[] old = disk.bytes(FOLDER.resolve(Segment.name(1)));
        compact();
        byte[] good = disk.bytes(COMPACTED);
        byte[] bad = good.clone();
        bad[good.length / 2] ^= 1;
        disk.put(FOLDER.resolve(Segment.name(1)), old);
        disk.put(COMPACTED, bad);
        assertThatThrownBy(() -> Log.open(disk, FOLDER, SMALL))
                .isInstanceOf(DamagedLogException.class);
        assertThat(disk.list(FOLDER)).contains(Segment.name(1));

        disk.put(COMPACTED, good);
        readAll();
        assertThat(disk.list(FOLDER)).doesNotContain(Segment.name(1));
    }

    @Test
    void missingOrOverlappingSegmentsAreDamage() throws IOException {
        compact();
        byte[] newest = disk.bytes(NEWEST);
        disk.delete(NEWEST);
        requireDamage("the segment after it is missing");

        disk.put(FOLDER.resolve(Segment.name(12)), header(12, 0));
        requireDamage("want a segment from 11 behind " + COMPACTED.getFileName());
        disk.delete(FOLDER.resolve(Segment.name(12)));

        disk.put(NEWEST, newest);
        String overlap = new SegmentName(5, 15).toString();
        disk.put(FOLDER.resolve(overlap), header(5, 15));
        requireDamage("want a segment from 11 behind");
        disk.delete(FOLDER.resolve(overlap));

        disk.put(COMPACTED, header(1, 9));
        requireDamage("it says inside that it is 00000000000000000001-00000000000000000009.seg");
    }

    @Test
    void framesOfACompactedSegmentAreRefusedElsewhere() throws IOException {
        compact();
        byte[] compacted = disk.bytes(COMPACTED);
        byte[] frames = Arrays.copyOfRange(compacted, SegmentHeader.BYTES, compacted.length);
        byte[] plain = Arrays.copyOf(header(1, 0), compacted.length);
        System.arraycopy(frames, 0, plain, SegmentHeader.BYTES, frames.length);
        disk.delete(COMPACTED);
        disk.put(FOLDER.resolve(Segment.name(1)), plain);

        assertThatThrownBy(this::readAll)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("a frame of kind 2 in a segment not compacted");
    }

    /// The layout is a promise: rewritten with `-Datek.golden=write`, and only with a new version.
    @Test
    void compactedSegmentIsAsEver() throws IOException {
        compact();
        byte[] written = disk.bytes(COMPACTED);
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.write(GOLDEN, written);
        }
        assertThat(written).isEqualTo(Files.readAllBytes(GOLDEN));
    }

    private static byte[] header(long first, long last) {
        var header = new byte[SegmentHeader.BYTES];
        new SegmentHeader(ID, first, last).encode().get(header);
        return header;
    }

    private void compact() throws IOException {
        try (Log log = Log.open(disk, FOLDER, LogLimits.SEGMENT_BYTES)) {
            Compacting.compact(log, 1, 10, sequence -> sequence % 4 == 0);
        }
    }

    private void requireNamed(byte[] bad, String how) {
        disk.put(COMPACTED, bad);
        assertThatThrownBy(this::readAll)
                .as(how)
                .isInstanceOfSatisfying(
                        DamagedLogException.class,
                        damage ->
                                assertThat(damage.segment())
                                        .isEqualTo(COMPACTED.getFileName().toString()));
    }

    private void requireDamage(String reason) {
        assertThatThrownBy(this::readAll)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(reason);
    }

    private void readAll() throws IOException {
        try (Log log = Log.open(disk, FOLDER, LogLimits.SEGMENT_BYTES);
                LogCursor cursor = log.readChecked(Compacting::good)) {
            cursor.drain();
        }
    }
}
