package cloud.atek.datachain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log on the disk of this machine, and on one that fails.
class LogTest extends SwapContract {

    private static final Bytes ID = Bytes.owning(new byte[32]);
    private static final Path FOLDER = Path.of("/log");
    private static final long SMALL = 1000;

    private final Disk local = new LocalDisk();

    @TempDir private Path dir;

    @Override
    Disk disk() {
        return local;
    }

    @Override
    Path folder() {
        return dir.resolve("log");
    }

    @Test
    void manyWhoWaitShareOneSync() throws Exception {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, ID, LogLimits.SEGMENT_BYTES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = disk.syncs();
            var order = new ReentrantLock();
            var last = new AtomicLong();
            var waiting = new ArrayList<Future<Long>>();
            for (int i = 0; i < 2000; i++) {
                waiting.add(threads.submit(() -> appendNext(log, order, last)));
            }
            for (var one : waiting) {
                one.get();
            }

            assertThat(disk.syncs() - before).isLessThan(2000);
            assertThat(sequences(log, 1)).hasSize(2000);
        }
    }

    @Test
    void failedSyncClosesTheLogAndSaysSo() throws IOException {
        var disk = new FaultyDisk();
        try (Log log = Log.create(disk, FOLDER, ID, SMALL)) {
            append(log, 1, 1);
            disk.failSyncs();
            log.append(2, Frame.COMMIT, body(2));

            assertThatThrownBy(() -> log.awaitDurable(2))
                    .isInstanceOf(LogClosedException.class)
                    .hasMessage("the log closed itself, the disk failed: the disk does not sync");
            assertThatThrownBy(() -> log.append(3, Frame.COMMIT, body(3)))
                    .isInstanceOf(LogClosedException.class);
            assertThat(log.lastSequence()).isEqualTo(1);
            assertThat(sequences(log, 1)).containsExactly(1L);
        }
    }

    @Test
    void filesAreOpenToTheirOwnerAlone() throws IOException {
        Path folder = dir.resolve("a/log");
        Log.create(new LocalDisk(), folder, ID, SMALL).close();

        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        assertThat(Files.getPosixFilePermissions(folder.resolve(Segment.name(1)))).hasSize(2);
    }

    private static long appendNext(Log log, ReentrantLock order, AtomicLong last)
            throws IOException {
        long mine;
        order.lock();
        try {
            mine = last.incrementAndGet();
            log.append(mine, Frame.COMMIT, body(mine));
        } finally {
            order.unlock();
        }
        log.awaitDurable(mine);
        return mine;
    }

    static void append(Log log, long from, long to) throws IOException {
        for (long sequence = from; sequence <= to; sequence++) {
            log.append(sequence, Frame.COMMIT, body(sequence));
            log.awaitDurable(sequence);
        }
    }

    static Bytes body(long sequence) {
        return Bytes.owning(
                ("frame " + "x".repeat((int) sequence % 50) + sequence)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    static List<Long> sequences(Log log, long from) throws IOException {
        var found = new ArrayList<Long>();
        try (LogCursor cursor = log.read(from)) {
            for (var frame = cursor.next(); frame.isPresent(); frame = cursor.next()) {
                assertThat(frame.get().body()).isEqualTo(body(frame.get().sequence()));
                found.add(frame.get().sequence());
            }
        }
        return found;
    }
}
