package cloud.atek.earthstar.replica;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Work of the processor, spread over all of them.
final class Parallel {

    /// With fewer it is not worth the way.
    private static final int WORTH = 4;

    private Parallel() {}

    /// `work` of 0 up to `count`, in that order.
    static <T> List<T> map(int count, IntFunction<T> work) {
        IntStream all = IntStream.range(0, count);
        return (count < WORTH ? all : all.parallel()).mapToObj(work).toList();
    }
}
