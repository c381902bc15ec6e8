package cloud.atek.bench.datachain;

import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What the code of a chain costs without a disk: rows a second, on one thread.
///
/// Where a whole chain is read, `kilobytes` tells how much of it a second.
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatachainCodeBench {

    /// How much was read.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Amount {
        public long kilobytes;
    }

    /// Measures and prints all of it.
    public static void measure() throws RunnerException {
        String all = DatachainCodeBench.class.getName();
        new Runner(new OptionsBuilder().include(all).build()).run();
    }

    /// With [cloud.atek.datachain.Scope#NONE], to a chain in memory.
    @Benchmark
    public void commit(FreshChain fresh) throws IOException {
        fresh.commit();
    }

    @Benchmark
    @OperationsPerInvocation(GrownChain.ROWS)
    public long read(GrownChain grown, Amount amount) throws IOException {
        long last = 0;
        try (CommitCursor commits = grown.chain.read(1)) {
            Optional<SignedCommit> next = commits.next();
            while (next.isPresent()) {
                last = next.get().commit().sequence();
                next = commits.next();
            }
        }
        amount.kilobytes += grown.kilobytes;
        return last;
    }

    @Benchmark
    @OperationsPerInvocation(GrownChain.ROWS)
    public void verify(GrownChain grown, Amount amount) throws IOException {
        grown.chain.verify();
        amount.kilobytes += grown.kilobytes;
    }

    @Benchmark
    public long lookUp(GrownChain grown) {
        return grown.chain.sequenceOf(grown.anyRow());
    }

    @Benchmark
    public Optional<Event.Put> load(GrownChain grown) throws IOException {
        return grown.snapshot.load(grown.anyRow());
    }

    @Benchmark
    public Event.Put seal(SealedRow row) {
        return row.seal();
    }

    @Benchmark
    public Event.Put open(SealedRow row) {
        return row.open();
    }
}
