package cloud.atek.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something that reads bytes, and what it promises for any bytes at all: it takes them or throws
/// one of the exceptions that it documents, in memory that grows with the input alone.
///
/// `-Datek.seed=<n>` runs only the input of that seed again.
///
/// @param name for messages
/// @param good inputs that it takes
/// @param repair makes what was changed pass the checks in front of the reader, such as checksums;
///   it gets every other input
/// @param refusals the exceptions that it documents
/// @param bytes that it may allocate for an empty input
/// @param bytesEach that it may allocate for each byte of an input
/// @param reader may throw an [AssertionError] where it takes something wrong
public record Fuzz(
        String name,
        List<byte[]> good,
        UnaryOperator<byte[]> repair,
        Set<Class<? extends Exception>> refusals,
        long bytes,
        long bytesEach,
        Reader reader) {

    /// Reads one input.
    @FunctionalInterface
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /// Whatever takes so long twice is as good as an endless loop.
    private static final long HANG_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int SHOWN_BYTES_MAX = 4096;

    /// A reader of formats without checksums.
    public Fuzz(
            String name,
            List<byte[]> good,
            Set<Class<? extends Exception>> refusals,
            long bytes,
            long bytesEach,
            Reader reader) {
        this(name, good, UnaryOperator.identity(), refusals, bytes, bytesEach, reader);
    }

    /// Reads all good inputs, then so many that were changed, and prints what became of them.
    @SuppressWarnings("SystemOut") // The report of a long run.
    public void run(long inputs) {
        good.forEach(this::requireTaken);
        Long only = Long.getLong("atek.seed");
        long first = only == null ? System.nanoTime() : only;
        long taken = 0;
        long start = System.nanoTime();
        for (long seed = first; seed < first + (only == null ? inputs : 1); seed++) {
            taken += check(seed) ? 1 : 0;
        }
        System.out.printf(
                "fuzz %s: %d inputs, %d taken, %d ms, seeds from %d%n",
                name, inputs, taken, (System.nanoTime() - start) / 1_000_000, first);
        if (only == null && taken == inputs) {
            throw new AssertionError(name + " takes everything: it checks nothing");
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private void requireTaken(byte[] input) {
        try {
            reader.read(input.clone());
        } catch (Exception e) {
            throw new AssertionError(name + " refuses a good input", e);
        }
    }

    /// Tells whether the input of `seed` was taken.
    private boolean check(long seed) {
        var random = new SplittableRandom(seed);
        byte[] changed = new Mutations(good).next(random);
        byte[] input = random.nextBoolean() ? repair.apply(changed) : changed;
        Read read = read(input.clone());
        if (!within(read, input)) {
            // The first may have paid for the loading of a class, or for a pause of the machine.
            read = read(input.clone());
        }
        if (!documented(read.thrown) || !within(read, input)) {
            throw new AssertionError(
                    "%s, again with -Datek.seed=%d: %d bytes allocated in %d ms for %d bytes: %s"
                            .formatted(
                                    name,
                                    seed,
                                    read.allocated,
                                    read.nanos / 1_000_000,
                                    input.length,
                                    shown(input)),
                    read.thrown);
        }
        return read.thrown == null;
    }

    private record Read(@Nullable Throwable thrown, long allocated, long nanos) {}

    private Read read(byte[] input) {
        @Nullable Throwable thrown = null;
        long nanos = System.nanoTime();
        long before = allocated();
        try {
            reader.read(input);
        } catch (Throwable e) {
            thrown = e;
        }
        return new Read(thrown, allocated() - before, System.nanoTime() - nanos);
    }

    private boolean within(Read read, byte[] input) {
        return read.allocated <= bytes + bytesEach * input.length && read.nanos < HANG_NANOS;
    }

    private boolean documented(@Nullable Throwable thrown) {
        return thrown == null || refusals.stream().anyMatch(type -> type.isInstance(thrown));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static String shown(byte[] input) {
        return HexFormat.of().formatHex(input, 0, Math.min(input.length, SHOWN_BYTES_MAX));
    }
}
