package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.LogTest.append;
import static cloud.atek.datachain.log.LogTest.body;
import static cloud.atek.datachain.log.LogTest.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
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
    void compactedSegmentTakesThePlaceOfThoseItCovers() throws IOException {
        try (Log log = create()) {
            append(log, 1, 100);
            log.rotate();
            SegmentRange made = compact(log, 1, 100, sequence -> sequence % 10 == 0);

            assertThat(log.closedSegments()).containsExactly(made);
            assertThat(made.compacted()).isTrue();
            append(log, 101, 103);
            requireCompacted(log);
        }
        try (Log log = open()) {
            requireCompacted(log);
            assertThat(disk().list(folder()))
                    .filteredOn(name -> name.contains(".seg"))
                    .containsExactly(
                            "00000000000000000001-00000000000000000100.seg",
                            "00000000000000000101.seg");
        }
    }

    private static void requireCompacted(Log log) throws IOException {
        try (LogCursor cursor = log.readChecked(LogContract::good)) {
            for (long ten = 10; ten <= 100; ten += 10) {
                PrunedRun run = PrunedRun.of(cursor.next().orElseThrow());
                assertThat(run.first()).isEqualTo(ten - 9);
                assertThat(run.last()).isEqualTo(ten - 1);
                assertThat(run.leaf(ten - 2)).isEqualTo(leaf(ten - 2));
                assertThat(cursor.next().orElseThrow().body()).isEqualTo(body(ten));
            }
            assertThat(cursor.next().orElseThrow().body()).isEqualTo(body(101));
            cursor.drain();
        }
        // Whoever begins inside of a run gets what is left of it.
        assertThat(PrunedRun.of(log.readOne(15)).first()).isEqualTo(15);
        assertThat(PrunedRun.of(log.readOne(15)).leaf(19)).isEqualTo(leaf(19));
        assertThat(PrunedRun.of(log.readOne(19)).count()).isEqualTo(1);
        assertThat(log.readOne(20).body()).isEqualTo(body(20));
        assertThat(log.readOne(103).body()).isEqualTo(body(103));
    }

    @Test
    void compactedSegmentsAreCompactedAgainAloneAndTogether() throws IOException {
        try (Log log = create()) {
            append(log, 1, 60);
            log.rotate();
            List<SegmentRange> pieces = log.closedSegments();
            assertThat(pieces).hasSizeGreaterThan(2);
            for (SegmentRange piece : pieces) {
                compact(log, piece.first(), piece.last(), sequence -> sequence % 2 == 0);
            }
            SegmentRange first = pieces.getFirst();
            compact(log, first.first(), first.last(), sequence -> sequence % 4 == 0);
            assertThat(kept(log, sequence -> sequence > first.last()))
                    .allMatch(sequence -> sequence % 2 == 0);
            assertThat(kept(log, sequence -> sequence <= first.last()))
                    .allMatch(sequence -> sequence % 4 == 0);
            compact(log, 1, 60, sequence -> sequence % 8 == 0);
            assertThat(kept(log, _ -> true)).containsExactly(8L, 16L, 24L, 32L, 40L, 48L, 56L);
        }
    }

    @Test
    void cursorGoesOnThroughASwap() throws IOException {
        try (Log log = create()) {
            append(log, 1, 100);
            log.rotate();
            try (LogCursor cursor = log.read(1)) {
                cursor.next();
                List<SegmentRange> pieces = log.closedSegments();
                compact(log, 1, 100, sequence -> sequence % 10 == 0);
                long inFirst = pieces.getFirst().last();
                for (long sequence = 2; sequence <= inFirst; sequence++) {
                    assertThat(cursor.next().orElseThrow().body()).isEqualTo(body(sequence));
                }
                long next = inFirst + 1;
                while (next <= 100) {
                    Frame frame = cursor.next().orElseThrow();
                    assertThat(frame.first()).isEqualTo(next);
                    next = frame.sequence() + 1;
                }
                assertThat(cursor.next()).isEmpty();
                append(log, 101, 101);
                assertThat(cursor.next().orElseThrow().sequence()).isEqualTo(101);
            }
        }
    }

    @Test
    void abandonedSegmentLeavesTheLogAsItWas() throws IOException {
        try (Log log = create()) {
            append(log, 1, 10);
            log.rotate();
            try (SegmentMaker maker = log.compacting(1, 10)) {
                maker.prune(leaf(1));
                assertThatThrownBy(() -> log.compacting(1, 10))
                        .isInstanceOf(FileAlreadyExistsException.class);
                assertThatThrownBy(() -> maker.finish(LogContract::seal))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("want the commits 2 to 10 and one end");
                assertThatThrownBy(() -> maker.append(log.readOne(5)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("want the frame 2 of at most 10, came 5 to 5");
            }
            assertThat(sequences(log, 1)).hasSize(10);
            compact(log, 1, 10, _ -> true);
            assertThat(sequences(log, 1)).hasSize(10);
            assertThatThrownBy(() -> log.compacting(1, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no closed segments go from 1 to 9");
            assertThatThrownBy(() -> log.compacting(11, 11))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closedLogTakesNoCompactedSegment() throws IOException {
        Log log = create();
        try (var _ = log) {
            append(log, 1, 10);
            log.rotate();
            try (SegmentMaker maker = log.compacting(1, 10)) {
                for (long sequence = 1; sequence <= 10; sequence++) {
                    maker.prune(leaf(sequence));
                }
                log.close();
                assertThatThrownBy(() -> maker.finish(LogContract::seal))
                        .isInstanceOf(LogClosedException.class);
            }
        }
        assertThatThrownBy(() -> log.compacting(1, 10)).isInstanceOf(LogClosedException.class);
        try (Log again = open()) {
            assertThat(sequences(again, 1)).hasSize(10);
        }
    }

    @Test
    void runLongerThanOneFrameIsReadBack() throws IOException {
        int count = LogLimits.PRUNED_MAX + 5;
        try (Log log = create()) {
            for (long sequence = 1; sequence <= count; sequence++) {
                log.append(sequence, Frame.COMMIT, Bytes.EMPTY);
            }
            log.awaitDurable(count);
            log.rotate();
            compact(log, 1, count, _ -> false);
            try (LogCursor cursor = log.readChecked(LogContract::good)) {
                assertThat(cursor.next().orElseThrow().sequence()).isEqualTo(LogLimits.PRUNED_MAX);
                PrunedRun rest = PrunedRun.of(cursor.next().orElseThrow());
                assertThat(rest.count()).isEqualTo(5);
                assertThat(rest.leaf(count)).isEqualTo(leaf(count));
                assertThat(cursor.next()).isEmpty();
            }
            assertThat(PrunedRun.of(log.readOne(count - 7)).leaf(count - 7))
                    .isEqualTo(leaf(count - 7));
        }
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

    @Test
    void appendersReadersRotationAndCompactionGoSideBySide() throws Exception {
        var stop = new AtomicBoolean();
        try (Log log = create();
                var threads = Executors.newCachedThreadPool()) {
            List<Future<?>> others = new ArrayList<>();
            try {
                others.add(threads.submit(() -> appendUntil(stop, log)));
                others.add(threads.submit(repeated(stop, () -> kept(log, _ -> true).size())));
                others.add(threads.submit(repeated(stop, () -> readAny(log))));
                for (int round = 1; round <= 12; round++) {
                    log.awaitBeyond(log.lastSequence() + 3, Duration.ofMinutes(1));
                    log.rotate();
                    List<SegmentRange> closed = log.closedSegments();
                    long first = closed.get(new Random(round).nextInt(closed.size())).first();
                    compact(log, first, closed.getLast().last(), one -> one % 5 == 0);
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> other : others) {
                other.get();
            }
            log.rotate();
            compact(log, 1, log.lastSequence(), one -> one % 5 == 0);
            assertThat(kept(log, _ -> true)).hasSize((int) log.lastSequence() / 5);
        }
    }

    private static long appendUntil(AtomicBoolean stop, Log log) throws IOException {
        long last = 0;
        while (!stop.get() && last < 100_000) {
            append(log, last + 1, last + 1);
            last++;
        }
        return last;
    }

    private static Callable<Long> repeated(AtomicBoolean stop, Callable<Integer> one) {
        return () -> {
            long rounds = 0;
            while (!stop.get()) {
                rounds += one.call() >= 0 ? 1 : 0;
            }
            return rounds;
        };
    }

    private static int readAny(Log log) throws IOException {
        long last = log.lastSequence();
        if (last > 0) {
            long wanted = 1 + new Random().nextLong(last);
            assertThat(log.readOne(wanted).first()).isEqualTo(wanted);
        }
        return (int) last;
    }

    private Log create() throws IOException {
        return Log.create(disk(), folder(), ID, SMALL);
    }

    private Log open() throws IOException {
        return Log.open(disk(), folder(), SMALL);
    }

    /// Rewrites the frames `first` to `last`, and prunes those that `keep` does not want.
    static SegmentRange compact(Log log, long first, long last, LongPredicate keep)
            throws IOException {
        try (SegmentMaker maker = log.compacting(first, last);
                LogCursor cursor = log.read(first)) {
            while (maker.next() <= last) {
                Frame frame = cursor.next().orElseThrow();
                if (frame.kind() == Frame.PRUNED || keep.test(frame.sequence())) {
                    maker.append(frame);
                } else {
                    maker.prune(leaf(frame.sequence()));
                }
            }
            return maker.finish(LogContract::seal);
        }
    }

    /// The sequences that were not pruned, after checking that everything is there once.
    static List<Long> kept(Log log, LongPredicate wanted) throws IOException {
        var found = new ArrayList<Long>();
        long next = 1;
        try (LogCursor cursor = log.readChecked(LogContract::good)) {
            for (var frame = cursor.next(); frame.isPresent(); frame = cursor.next()) {
                assertThat(frame.get().first()).isEqualTo(next);
                next = frame.get().sequence() + 1;
                if (frame.get().kind() == Frame.PRUNED) {
                    PrunedRun run = PrunedRun.of(frame.get());
                    assertThat(run.leaf(run.last())).isEqualTo(leaf(run.last()));
                } else {
                    assertThat(frame.get().body()).isEqualTo(body(next - 1));
                    found.add(next - 1);
                }
            }
        }
        return found.stream().filter(wanted::test).toList();
    }

    static Hash leaf(long sequence) {
        return Hash.of(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    }

    /// Stands for a signature: nobody here forges one.
    static Bytes seal(SealedRange range) {
        return Hash.of(range.message()).value();
    }

    static boolean good(SealedRange range, Bytes seal) {
        return seal(range).equals(seal);
    }

    private static long size(long first, long last) {
        long size = SegmentHeader.BYTES;
        for (long sequence = first; sequence <= last; sequence++) {
            size += Frame.BYTES_MIN + body(sequence).size();
        }
        return size;
    }
}
