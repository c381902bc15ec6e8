package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.LogContract.ID;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Zeros ahead of the frames, and what power cuts make of both.
class AheadTest {

    private static final Path FOLDER = Path.of("/log");
    private static final Path FIRST = FOLDER.resolve(Segment.name(1));
    private static final long SEGMENT_BYTES = 100_000;
    private static final int FRAMES = 60;

    @Test
    void appendsThatFitInTheZerosDoNotChangeTheSize() throws IOException {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, ID, LogLimits.SEGMENT_BYTES)) {
            LogTest.append(log, 1, 1);
            int size = disk.bytes(FIRST).length;
            assertThat(size).isGreaterThan(LogLimits.AHEAD_BYTES_MIN);
            long syncs = disk.syncs();
            LogTest.append(log, 2, 500);
            assertThat(disk.bytes(FIRST)).hasSize(size);
            assertThat(disk.syncs() - syncs).isEqualTo(499);
        }
        assertThat(disk.bytes(FIRST)).isEqualTo(disk.written(FIRST));
    }

    @Test
    void zerosEndWhereTheSegmentDoes() throws IOException {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, ID, 5000)) {
            LogTest.append(log, 1, 1);
            assertThat(disk.bytes(FIRST)).hasSize(5000);
            LogTest.append(log, 2, 200);
            for (SegmentRange closed : log.closedSegments()) {
                Path path = FOLDER.resolve(Segment.name(closed.first()));
                assertThat(disk.bytes(path)).hasSize((int) closed.bytes());
                assertThat(disk.bytes(path)).isEqualTo(disk.written(path));
            }
        }
    }

    /// Frames of many sectors, each of which comes to the disk or does not.
    @Test
    void powerCutAtEveryStepLosesNothingAndLeavesNothingBehind() throws IOException {
        boolean cut = true;
        for (int steps = 0; cut; steps++) {
            for (int seed = 0; seed < 3; seed++) {
                var random = new Random(97L * steps + seed);
                var power = new FaultyDisk();
                power.cutPowerAfter(steps);
                long acknowledged = live(power, random);
                cut = power.powerGone();
                FaultyDisk after = power.afterPowerCut(random);
                if (acknowledged > 0) {
                    requireAll(after, acknowledged, "cut at %d, seed %d".formatted(steps, seed));
                }
            }
        }
    }

    private static long live(FaultyDisk disk, Random random) {
        long acknowledged = 0;
        try (Log log = Log.create(disk, FOLDER, ID, SEGMENT_BYTES)) {
            for (long last = 0; last < FRAMES; ) {
                int batch = 1 + random.nextInt(4);
                for (int i = 0; i < batch; i++) {
                    log.append(++last, Frame.COMMIT, large(last));
                }
                log.awaitDurable(last);
                acknowledged = last;
            }
        } catch (IOException e) {
            // The power is off.
        }
        return acknowledged;
    }

    private static void requireAll(FaultyDisk disk, long acknowledged, String how)
            throws IOException {
        try (Log log = Log.open(disk, FOLDER, SEGMENT_BYTES)) {
            long last = log.lastSequence();
            assertThat(last).as(how).isGreaterThanOrEqualTo(acknowledged);
            requireZerosBehind(disk, log, how);
            log.append(last + 1, Frame.COMMIT, large(last + 1));
            log.awaitDurable(last + 1);
            try (LogCursor cursor = log.read(1)) {
                for (long sequence = 1; sequence <= last + 1; sequence++) {
                    assertThat(cursor.next().orElseThrow().body())
                            .as(how)
                            .isEqualTo(large(sequence));
                }
                cursor.drain();
            }
        }
    }

    private static void requireZerosBehind(FaultyDisk disk, Log log, String how)
            throws IOException {
        Path newest = FOLDER.resolve(Segment.name(log.marks().getLast().first()));
        byte[] bytes = disk.bytes(newest);
        byte[] behind = Arrays.copyOfRange(bytes, disk.written(newest).length, bytes.length);
        assertThat(behind).as(how).isEqualTo(new byte[behind.length]);
    }

    private static Bytes large(long sequence) {
        var body = new byte[300 + (int) (sequence * 977 % 5000)];
        Arrays.fill(body, (byte) sequence);
        return Bytes.owning(body);
    }
}
