package cloud.atek.testkit;

import java.util.Random;
import java.util.random.RandomGenerator;

/// Property tests: run one check on many random cases, and name the seed of the one that failed.
///
/// `-Datek.seed=<n> -Datek.size=<n>` runs only that case again.
public final class Seeds {

    /// One random case; `size` grows from 1, so that the first failure tends to be a small one.
    @FunctionalInterface
    public interface Check {
        void on(RandomGenerator random, int size) throws Exception;
    }

    private static final int CASES = Integer.getInteger("atek.cases", 200);

    private Seeds() {}

    public static void forAll(Check check) {
        Long only = Long.getLong("atek.seed");
        if (only != null) {
            run(check, only, Integer.getInteger("atek.size", CASES));
            return;
        }
        long first = System.nanoTime();
        for (int i = 1; i <= CASES; i++) {
            run(check, first + i, i);
        }
    }

    private static void run(Check check, long seed, int size) {
        try {
            check.on(new Random(seed), size);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "failed, again with -Datek.seed=" + seed + " -Datek.size=" + size, e);
        }
    }
}
