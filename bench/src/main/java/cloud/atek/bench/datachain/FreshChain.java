package cloud.atek.bench.datachain;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.log.MemoryDisk;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A chain in memory that is new in each iteration: what is committed to it stays in memory.
@State(Scope.Benchmark)
public class FreshChain {

    private Chain chain;
    private long next;

    public FreshChain() {
        chain = GrownChain.create(new MemoryDisk());
    }

    @Setup(Level.Iteration)
    public void renew() throws IOException {
        chain.close();
        chain = GrownChain.create(new MemoryDisk());
    }

    @TearDown
    public void close() throws IOException {
        chain.close();
    }

    void commit() throws IOException {
        GrownChain.commit(chain, ++next);
    }
}
