package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.Compacting.compact;
import static cloud.atek.datachain.log.Compacting.kept;
import static cloud.atek.datachain.log.Compacting.leaf;
import static cloud.atek.datachain.log.LogTest.append;
import static cloud.atek.datachain.log.LogTest.body;
import static cloud.atek.datachain.log.LogTest.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What compaction and rotation do on every disk that does not fail.
abstract class SwapContract extends LogContract {

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
        try (LogCursor cursor = log.readChecked(Compacting::good)) {
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
                assertThatThrownBy(() -> maker.finish(Compacting.MEMO, Compacting::seal))
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
                assertThatThrownBy(() -> maker.finish(Compacting.MEMO, Compacting::seal))
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
            try (LogCursor cursor = log.readChecked(Compacting::good)) {
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
}
