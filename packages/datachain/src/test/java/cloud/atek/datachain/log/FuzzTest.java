package cloud.atek.datachain.log;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Segments, changed in any way; of every other one the checksums are right again.
class FuzzTest {

    private static final Path FOLDER = Path.of("/log");
    private static final String OPEN = Segment.name(1);
    private static final String CLOSED = new SegmentName(1, 10).toString();
    private static final Set<Class<? extends Exception>> DAMAGED =
            Set.of(DamagedLogException.class);

    /// Of the buffer that a reader begins with, and what else it needs.
    private static final int FIXED_BYTES = 256 << 10;

    static Stream<Fuzz> targets() throws IOException {
        List<byte[]> open = List.of(open(3), open(12));
        List<byte[]> compacted = List.of(compacted());
        return Stream.of(
                fuzz("frames", open, FIXED_BYTES, FuzzTest::readFrames),
                fuzz("segment", open, FIXED_BYTES, bytes -> read(OPEN, bytes)),
                fuzz("compacted segment", compacted, FIXED_BYTES, bytes -> read(CLOSED, bytes)),
                fuzz("end of a log", open, 8 << 20, FuzzTest::recover));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void onlyDamageComesOut(Fuzz target) {
        target.run(5_000);
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Tag("slow")
    void onlyDamageComesOutOfMillions(Fuzz target) {
        target.run(600_000);
    }

    private static Fuzz fuzz(String name, List<byte[]> good, long bytes, Fuzz.Reader reader) {
        return new Fuzz(name, good, FuzzTest::summed, DAMAGED, bytes, 64, reader);
    }

    /// The reader of frames itself throws nothing at all: it tells what it found.
    private static void readFrames(byte[] bytes) throws IOException {
        try (var reader = new FrameReader(file(bytes), SegmentHeader.BYTES)) {
            FrameReader.Found found = reader.next(bytes.length);
            while (found instanceof FrameReader.Found.Good(_, long first, long offset)) {
                assertThat(first).isNotNegative();
                assertThat(reader.offset())
                        .isBetween(offset + Frame.BYTES_MIN, (long) bytes.length);
                found = reader.next(bytes.length);
            }
            if (found instanceof FrameReader.Found.Bad(String reason)) {
                assertThat(reason).isNotEmpty();
                throw new DamagedLogException(OPEN, reader.offset(), reason);
            }
        }
    }

    private static void read(String name, byte[] bytes) throws IOException {
        Segments segments = FoundSegments.open(disk(name, bytes), FOLDER);
        try (SegmentReader reader = segments.reader(1, (_, _) -> true)) {
            reader.drain();
        }
    }

    private static void recover(byte[] bytes) throws IOException {
        FaultyDisk disk = disk(OPEN, bytes);
        Segments segments = FoundSegments.open(disk, FOLDER);
        Recovery recovery = Recovery.of(segments, 0);
        try (SegmentReader reader = segments.reader(1, null)) {
            long last = 0;
            for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                last = frame.get().sequence();
            }
            assertThat(last).as("what is left is whole").isEqualTo(recovery.lastSequence());
        }
    }

    /// Makes the checksums of the header and of all frames right, as far as there are any.
    private static byte[] summed(byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        if (bytes.length >= SegmentHeader.BYTES) {
            all.putInt(60, sum(all, 0, 60));
        }
        int at = SegmentHeader.BYTES;
        while (at + Frame.BYTES_MIN <= bytes.length) {
            int payload = all.getInt(at);
            if (!Frame.plausible(payload) || payload > bytes.length - at - Frame.HEADER_BYTES) {
                return bytes;
            }
            all.putInt(at + 4, sum(all, at + Frame.HEADER_BYTES, payload));
            at += Frame.HEADER_BYTES + payload;
        }
        return bytes;
    }

    private static int sum(ByteBuffer bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(offset, length));
        return (int) crc.getValue();
    }

    private static byte[] open(int frames) throws IOException {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, LogContract.ID, LogLimits.SEGMENT_BYTES)) {
            LogTest.append(log, 1, frames / 2);
        }
        try (Log log = Log.open(disk, FOLDER, LogLimits.SEGMENT_BYTES)) {
            LogTest.append(log, frames / 2 + 1, frames);
        }
        return disk.bytes(FOLDER.resolve(OPEN));
    }

    private static byte[] compacted() throws IOException {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, LogContract.ID, LogLimits.SEGMENT_BYTES)) {
            LogTest.append(log, 1, 10);
            log.rotate();
            Compacting.compact(log, 1, 10, sequence -> sequence % 4 == 2);
        }
        return disk.bytes(FOLDER.resolve(CLOSED));
    }

    private static DiskFile file(byte[] bytes) throws IOException {
        return disk(OPEN, bytes).open(FOLDER.resolve(OPEN));
    }

    /// A disk with this segment, and behind a compacted one the segment that follows it.
    private static FaultyDisk disk(String name, byte[] bytes) {
        var disk = new FaultyDisk();
        disk.put(FOLDER.resolve(name), bytes);
        if (name.equals(CLOSED)) {
            var next = new byte[SegmentHeader.BYTES];
            new SegmentHeader(LogContract.ID, 11, 0).encode().get(next);
            disk.put(FOLDER.resolve(Segment.name(11)), next);
        }
        return disk;
    }
}
