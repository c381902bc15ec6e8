package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.LogTest.append;
import static cloud.atek.datachain.log.LogTest.body;
import static cloud.atek.datachain.log.LogTest.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What a log does on every disk that does not fail.
abstract class LogContract {

    static final Bytes ID = Bytes.owning(new byte[32]);
    static final long SMALL = 1000;

    /// The same one in one test.
    abstract Disk disk();

    abstract Path folder();

    @Test
    void whatWasAppendedIsReadBackFromEveryPlace() throws IOException {
        Path folder = folder();
        try (Log log = Log.create(disk(), folder, ID, SMALL)) {
            append(log, 1, 100);
        }

        try (Log log = Log.open(disk(), folder, SMALL)) {
            assertThat(log.lastSequence()).isEqualTo(100);
            assertThat(log.cut()).isEmpty();
            for (long from = 1; from <= 101; from++) {
                assertThat(sequences(log, from)).hasSize((int) (101 - from));
            }
        }
        assertThat(disk().list(folder).stream().filter(name -> name.endsWith(".seg")))
                .hasSizeGreaterThan(3)
                .contains("00000000000000000001.seg");
    }

    @Test
    void cursorGoesOnWhenThereIsMore() throws IOException {
        try (Log log = Log.create(disk(), folder(), ID, SMALL);
                LogCursor cursor = log.read(1)) {
            assertThat(cursor.next()).isEmpty();
            append(log, 1, 30);
            for (long sequence = 1; sequence <= 30; sequence++) {
                assertThat(cursor.next().orElseThrow().sequence()).isEqualTo(sequence);
            }
            assertThat(cursor.next()).isEmpty();
            append(log, 31, 31);
            assertThat(cursor.next().orElseThrow().body()).isEqualTo(body(31));
        }
    }

    @Test
    void frameOfFullSizeIsReadBack() throws IOException {
        Bytes large = Bytes.owning(new byte[LogLimits.BODY_BYTES_MAX]);
        try (Log log = Log.create(disk(), folder(), ID, SMALL)) {
            log.append(1, Frame.COMMIT, large);
            append(log, 2, 2);

            try (LogCursor cursor = log.read(1)) {
                assertThat(cursor.next().orElseThrow().body()).isEqualTo(large);
                assertThat(cursor.next().orElseThrow().body()).isEqualTo(body(2));
            }
        }
    }

    @Test
    void secondOpenerIsRefused() throws IOException {
        Path folder = folder();
        try (Log log = Log.create(disk(), folder, ID, SMALL)) {
            assertThat(log.id()).isEqualTo(ID);
            assertThatThrownBy(() -> Log.open(disk(), folder, SMALL))
                    .isInstanceOf(LockedException.class);
        }
        Log.open(disk(), folder, SMALL).close();
    }

    @Test
    void logIsNeverMadeOverAnotherAndNeverOpenedWhereNoneIs() throws IOException {
        Path folder = folder();
        Log.create(disk(), folder, ID, SMALL).close();

        assertThatThrownBy(() -> Log.create(disk(), folder, ID, SMALL))
                .isInstanceOf(FileAlreadyExistsException.class);
        Path empty = folder.resolveSibling("empty");
        disk().createFolder(empty);
        assertThatThrownBy(() -> Log.open(disk(), empty, SMALL))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void oneFrameIsReadFromAnywhere() throws IOException {
        try (Log log = create()) {
            append(log, 1, 100);
            for (long sequence = 100; sequence > 0; sequence--) {
                assertThat(log.readOne(sequence).body()).isEqualTo(body(sequence));
            }
            assertThatThrownBy(() -> log.readOne(101))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the log has the frames 1 to 100, not 101");
            assertThatThrownBy(() -> log.readOne(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whoAwaitsMoreGetsItOrTheEndOfItsPatience() throws Exception {
        Log log = create();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(log.awaitBeyond(0, Duration.ofMillis(1))).isZero();
            Future<Long> more = threads.submit(() -> log.awaitBeyond(0, Duration.ofMinutes(1)));
            append(log, 1, 1);
            assertThat(more.get()).isEqualTo(1);
            assertThat(log.awaitBeyond(0, Duration.ZERO)).isEqualTo(1);

            Future<Long> none = threads.submit(() -> log.awaitBeyond(1, Duration.ofMinutes(1)));
            log.close();
            assertThatThrownBy(none::get).hasCauseInstanceOf(LogClosedException.class);
        } finally {
            log.close();
        }
    }

    @Test
    void rotationClosesWhatIsThere() throws IOException {
        try (Log log = create()) {
            log.rotate();
            assertThat(log.closedSegments()).isEmpty();
            append(log, 1, 3);
            log.rotate();
            log.rotate();
            assertThat(log.closedSegments())
                    .containsExactly(new SegmentRange(1, 3, size(1, 3), false));
            append(log, 4, 4);
            assertThat(sequences(log, 1)).containsExactly(1L, 2L, 3L, 4L);
        }
        try (Log log = open()) {
            assertThat(log.closedSegments()).hasSize(1);
            assertThat(sequences(log, 1)).hasSize(4);
            log.rotate();
        }
        try (Log log = open()) {
            assertThat(log.closedSegments()).hasSize(2);
            append(log, 5, 5);
            assertThat(sequences(log, 1)).hasSize(5);
        }
        Log closed = open();
        closed.close();
        assertThatThrownBy(closed::rotate).isInstanceOf(LogClosedException.class);
    }

    @Test
    void marksOfAnEarlierLifeAreTakenAndStrangeOnesDoNoHarm() throws IOException {
        List<SegmentMarks> marks;
        Bytes large = Bytes.owning(new byte[30_000]);
        try (Log log = Log.create(disk(), folder(), ID, 1 << 20)) {
            for (long sequence = 1; sequence <= 100; sequence++) {
                log.append(sequence, Frame.COMMIT, large);
                log.awaitDurable(sequence);
            }
            marks = log.marks();
            assertThat(marks).hasSize(3);
            assertThat(marks.getFirst().marks()).hasSizeBetween(8, 16);
        }
        try (Log log = Log.open(disk(), folder(), 1 << 20)) {
            assertThat(log.marks().getFirst().marks()).isEmpty();
            log.restore(marks);
            assertThat(log.marks().subList(0, 2)).isEqualTo(marks.subList(0, 2));
            assertThat(log.readOne(30).sequence()).isEqualTo(30);
        }
        try (Log log = Log.open(disk(), folder(), 1 << 20)) {
            log.restore(marks.stream().map(LogContract::shifted).toList());
            for (long sequence = 100; sequence > 0; sequence--) {
                assertThat(log.readOne(sequence).sequence()).isEqualTo(sequence);
            }
        }
    }

    private static SegmentMarks shifted(SegmentMarks good) {
        List<SegmentMarks.Mark> bad =
                good.marks().stream()
                        .map(mark -> new SegmentMarks.Mark(mark.sequence() + 1, mark.offset()))
                        .toList();
        return new SegmentMarks(good.first(), good.last(), good.bytes(), bad);
    }

    Log create() throws IOException {
        return Log.create(disk(), folder(), ID, SMALL);
    }

    Log open() throws IOException {
        return Log.open(disk(), folder(), SMALL);
    }

    private static long size(long first, long last) {
        long size = SegmentHeader.BYTES;
        for (long sequence = first; sequence <= last; sequence++) {
            size += Frame.BYTES_MIN + body(sequence).size();
        }
        return size;
    }
}
