package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.LogTest.append;
import static cloud.atek.datachain.log.LogTest.body;
import static cloud.atek.datachain.log.LogTest.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Bytes ID = Bytes.owning(new byte[32]);
    private static final Path FOLDER = Path.of("/log");
    private static final Path FIRST = FOLDER.resolve(Segment.name(1));
    private static final long LARGE = LogLimits.SEGMENT_BYTES;

    private final FaultyDisk disk = new FaultyDisk();

    @Test
    void tornTailIsCutAndReported() throws IOException {
        // Killed, not closed: the note that proves the end is not there.
        byte[] bytes = killed(10);
        int whole = bytes.length - 25 - body(10).size();
        // Its first three bytes are zeros and tell nothing.
        for (int size = whole + 4; size < bytes.length; size++) {
            disk.put(FIRST, Arrays.copyOf(bytes, size));

            try (Log log = Log.open(disk, FOLDER, LARGE)) {
                assertThat(log.lastSequence()).isEqualTo(9);
                CutTail cut = log.cut().orElseThrow();
                assertThat(cut.segment()).isEqualTo("00000000000000000001.seg");
                assertThat(cut.offset()).isEqualTo(whole);
                assertThat(cut.bytes()).isEqualTo(size - whole);
                append(log, 10, 12);
                assertThat(sequences(log, 1)).hasSize(12);
            }
        }
    }

    @Test
    void zerosBehindTheEndAreACleanEnd() throws IOException {
        byte[] bytes = killed(3);
        for (int zeros : new int[] {1, 24, 25, 5000, 200_000}) {
            disk.put(FIRST, Arrays.copyOf(bytes, bytes.length + zeros));

            try (Log log = Log.open(disk, FOLDER, LARGE)) {
                assertThat(log.lastSequence()).isEqualTo(3);
                assertThat(log.cut()).isEmpty();
                append(log, 4, 5);
                assertThat(sequences(log, 1)).hasSize(5);
            }
            Log.open(disk, FOLDER, LARGE).close();
            assertThat(disk.written(FIRST)).isEqualTo(disk.bytes(FIRST));
        }
    }

    @Test
    void tornFrameInFrontOfZerosIsCutWithThem() throws IOException {
        byte[] bytes = killed(10);
        int whole = bytes.length - 25 - body(10).size();
        // Its first three bytes are zeros and tell nothing.
        for (int size = whole + 4; size < bytes.length; size++) {
            byte[] torn = Arrays.copyOf(Arrays.copyOf(bytes, size), bytes.length + 70_000);
            disk.put(FIRST, torn);

            try (Log log = Log.open(disk, FOLDER, LARGE)) {
                assertThat(log.lastSequence()).isEqualTo(9);
                assertThat(log.cut().orElseThrow().offset()).isEqualTo(whole);
                assertThat(disk.bytes(FIRST)).hasSize(whole);
                append(log, 10, 12);
                assertThat(sequences(log, 1)).hasSize(12);
            }
        }
    }

    /// The first sector of the last batch is lost, the second came to the disk.
    @Test
    void zerosBeforeWhatIsLeftOfATornBatchAreCutWithIt() throws IOException {
        byte[] bytes = killed(3);
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 70_000);
        Arrays.fill(torn, bytes.length + 600, bytes.length + 900, (byte) 7);
        disk.put(FIRST, torn);

        try (Log log = Log.open(disk, FOLDER, LARGE)) {
            assertThat(log.lastSequence()).isEqualTo(3);
            assertThat(log.cut().orElseThrow().offset()).isEqualTo(bytes.length);
            append(log, 4, 40);
        }
        try (Log log = Log.open(disk, FOLDER, LARGE)) {
            assertThat(sequences(log, 1)).hasSize(40);
        }
    }

    @Test
    void zeroedFrameWithGoodOnesBehindItIsDamage() throws IOException {
        byte[] bytes = killed(10);
        byte[] bad = Arrays.copyOf(bytes, bytes.length + 70_000);
        Arrays.fill(bad, SegmentHeader.BYTES, SegmentHeader.BYTES + 25 + body(1).size(), (byte) 0);
        disk.put(FIRST, bad);

        assertThatThrownBy(() -> Log.open(disk, FOLDER, LARGE))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("good frames follow it");
        assertThat(disk.bytes(FIRST)).isEqualTo(bad);
    }

    @Test
    void flippedBitInWhatWasClosedIsDamageAndNothingIsCut() throws IOException {
        try (Log log = Log.create(disk, FOLDER, ID, LARGE)) {
            append(log, 1, 20);
        }
        byte[] good = disk.bytes(FIRST);
        int note = good.length - Frame.BYTES_MIN;

        Seeds.forAll((random, size) -> {
            byte[] bytes = good.clone();
            int at = random.nextInt(note);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            disk.put(FIRST, bytes);

            var damage =
                    catchThrowableOfType(
                            DamagedLogException.class, () -> Log.open(disk, FOLDER, LARGE));
            assertThat(damage.segment()).isEqualTo(Segment.name(1));
            assertThat(damage.offset()).isBetween(Math.max(0L, at - 70L), (long) at);
            assertThat(disk.bytes(FIRST)).isEqualTo(bytes);
        });
    }

    @Test
    void flippedNoteInTheMiddleIsDamage() throws IOException {
        Log.create(disk, FOLDER, ID, LARGE).close();
        for (int i = 1; i <= 2; i++) {
            try (Log log = Log.open(disk, FOLDER, LARGE)) {
                append(log, i, i);
            }
        }
        byte[] bytes = disk.bytes(FIRST);
        bytes[SegmentHeader.BYTES + Frame.BYTES_MIN + body(1).size() + 10] ^= 1;
        // Without the second note only the frame 2 is left to prove it.
        disk.put(FIRST, Arrays.copyOf(bytes, bytes.length - Frame.BYTES_MIN));

        assertThatThrownBy(() -> Log.open(disk, FOLDER, LARGE))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("good frames follow it");
    }

    @Test
    void flippedBitInAnOlderSegmentIsDamageWhenItIsRead() throws IOException {
        try (Log log = Log.create(disk, FOLDER, ID, 300)) {
            append(log, 1, 20);
        }
        byte[] bytes = disk.bytes(FIRST);
        bytes[SegmentHeader.BYTES + 30] ^= 1;
        disk.put(FIRST, bytes);

        try (Log log = Log.open(disk, FOLDER, 300)) {
            assertThatThrownBy(() -> sequences(log, 1))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessage(
                            "damage in 00000000000000000001.seg at byte 64:"
                                    + " the checksum does not match");
        }
    }

    @Test
    void missingAndForeignSegmentsAreDamage() throws IOException {
        try (Log log = Log.create(disk, FOLDER, ID, 300)) {
            append(log, 1, 30);
        }
        String second = disk.list(FOLDER).get(1);
        byte[] foreign = disk.bytes(FOLDER.resolve(second));
        foreign[20] ^= 1;
        byte[] header = new byte[SegmentHeader.BYTES];
        var otherId = Bytes.owning(Arrays.copyOf(new byte[] {1}, 32));
        long first = SegmentName.parse(second).orElseThrow().first();
        new SegmentHeader(otherId, first, 0).encode().get(header);
        System.arraycopy(header, 0, foreign, 0, header.length);

        disk.delete(FOLDER.resolve(second));
        try (Log log = Log.open(disk, FOLDER, 300)) {
            assertThatThrownBy(() -> sequences(log, 1))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("the segment ends before the frame");
        }
        disk.put(FOLDER.resolve(second), foreign);
        assertThatThrownBy(() -> Log.open(disk, FOLDER, 300))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("it belongs to the log 01");
    }

    @Test
    void formatOfAnotherVersionIsRefused() throws IOException {
        Log.create(disk, FOLDER, ID, 300).close();
        byte[] bytes = disk.bytes(FIRST);
        bytes[9] = 2;
        var crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 60);
        java.nio.ByteBuffer.wrap(bytes).putInt(60, (int) crc.getValue());
        disk.put(FIRST, bytes);

        assertThatThrownBy(() -> Log.open(disk, FOLDER, 300))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("this version reads format 1");
    }

    @Test
    void powerCutsLoseNothingThatWasAcknowledged() {
        Seeds.forAll((random, size) -> {
            var power = new FaultyDisk();
            power.cutPowerAfter(random.nextInt(4 + size));
            long acknowledged = 0;
            long segmentBytes = random.nextBoolean() ? 700 : 3000 + random.nextInt(200_000);
            for (int life = 0; life < 4; life++) {
                acknowledged = live(power, acknowledged, segmentBytes, random);
                power = power.afterPowerCut(random);
                power.cutPowerAfter(random.nextInt(4 + size));
            }
        });
    }

    /// Appends until the power goes, and returns the last sequence that must be there afterwards.
    private static long live(
            FaultyDisk disk, long acknowledged, long segmentBytes, RandomGenerator random) {
        long sure = acknowledged;
        try (Log log = openOrCreate(disk, segmentBytes)) {
            assertThat(log.lastSequence()).isGreaterThanOrEqualTo(sure);
            assertThat(sequences(log, 1)).hasSize((int) log.lastSequence());
            long last = log.lastSequence();
            sure = last;
            while (last < 300) {
                int batch = 1 + random.nextInt(5);
                for (int i = 0; i < batch; i++) {
                    log.append(++last, Frame.COMMIT, body(last));
                }
                log.awaitDurable(last);
                sure = last;
            }
        } catch (DamagedLogException e) {
            throw new AssertionError("a power cut is no damage", e);
        } catch (IOException e) {
            // The power is off.
        }
        return sure;
    }

    private static Log openOrCreate(FaultyDisk disk, long segmentBytes) throws IOException {
        return disk.list(FOLDER).contains(Segment.name(1))
                ? Log.open(disk, FOLDER, segmentBytes)
                : Log.create(disk, FOLDER, ID, segmentBytes);
    }

    private byte[] killed(int frames) throws IOException {
        try (Log log = Log.create(disk, FOLDER, ID, LARGE)) {
            append(log, 1, frames);
            return disk.written(FIRST);
        }
    }
}
