package cloud.atek.bench.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Author;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.log.MemoryDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A chain in memory with some rows of 200 bytes.
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
public class GrownChain {

    static final int ROWS = 20_000;
    static final int BODY_BYTES = 200;

    private static final Path FOLDER = Path.of("/chain");

    final Chain chain;
    final Snapshot snapshot;
    final long kilobytes;
    private long next;

    public GrownChain() {
        try {
            var disk = new MemoryDisk();
            chain = create(disk);
            for (int i = 1; i < ROWS; i++) {
                commit(chain, i);
            }
            snapshot = chain.snapshot();
            kilobytes = segmentBytes(disk) / 1000;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    @TearDown
    public void close() throws IOException {
        snapshot.close();
        chain.close();
    }

    static Chain create(MemoryDisk disk) {
        var settings = new ChainSettings(disk, Clock.systemUTC(), LogLimits.SEGMENT_BYTES);
        try {
            return Chain.create(FOLDER, SigningKey.random(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static long segmentBytes(MemoryDisk disk) throws IOException {
        long bytes = 0;
        for (String name : disk.list(FOLDER)) {
            try (var file = disk.open(FOLDER.resolve(name))) {
                bytes += name.endsWith(".seg") ? file.size() : 0;
            }
        }
        return bytes;
    }

    static void commit(Chain chain, long number) throws IOException {
        var put = new Event.Put(row(number), null, "bench", Bytes.owning(new byte[BODY_BYTES]));
        Outcome outcome = chain.commit(Change.of(put), Author.OWNER, Scope.NONE);
        if (!(outcome instanceof Outcome.Committed)) {
            throw new IllegalStateException("refused: " + outcome);
        }
    }

    /// A row that is there, in no order that helps a cache.
    RowKey anyRow() {
        next = (next + 7919) % (ROWS - 1);
        return row(next + 1);
    }

    private static RowKey row(long number) {
        return new RowKey(number * 0x9e3779b97f4a7c15L, number);
    }
}
