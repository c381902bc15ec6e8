package cloud.atek.bench.datachain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// How many rows a second come through, with so many threads that each write one after the other.
///
/// @param next number of the next row: none is written twice, for SQLite writes nothing where a row
///   does not change
record Rate(Duration round, AtomicLong next) {

    double of(Writer writer, int threads) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + round.toNanos();
        long written = 0;
        try (var pool = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            var running = new ArrayList<Future<Long>>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(until(end, writer)));
            }
            for (Future<Long> each : running) {
                written += each.get();
            }
        }
        return written * 1e9 / (System.nanoTime() - start);
    }

    private Callable<Long> until(long end, Writer writer) {
        return () -> {
            long count = 0;
            while (System.nanoTime() < end) {
                writer.write(next.incrementAndGet());
                count++;
            }
            return count;
        };
    }
}
