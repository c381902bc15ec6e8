package cloud.atek.bench.earthstar;

import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.replica.ChainStore;
import cloud.atek.earthstar.replica.DocStore;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Written;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A workspace of ours that is filled again and again.
final class OurStore implements AutoCloseable {

    /// So many documents a sync hands over at a time.
    private static final int BATCH = 500;

    /// As the service has it.
    private static final ChainSettings CHAINS =
            ChainSettings.DEFAULT.with(CompactionSettings.of(new CompactMode.Factor(0.5)));

    private final boolean durable;
    private final Path dir;
    private final Documents documents;
    private final Keypair author = Keypair.random(Format.ES4, "ours").require();
    private final AtomicInteger names = new AtomicInteger();
    private Replica replica;

    OurStore(boolean durable, Path dir, Documents documents) throws IOException {
        this.durable = durable;
        this.dir = dir;
        this.documents = documents;
        this.replica = Replica.open(store());
    }

    Replica replica() {
        return replica;
    }

    /// Goes on with an empty one.
    void fresh() throws IOException {
        replica.close();
        replica = Replica.open(store());
    }

    private DocStore store() throws IOException {
        if (!durable) {
            return new MemoryStore(Documents.WORKSPACE);
        }
        String name = "w" + names.incrementAndGet();
        var keys = new KeyFolder(new LocalDisk(), dir.resolve("keys" + name));
        return ChainStore.open(dir.resolve(name), Documents.WORKSPACE, keys, CHAINS);
    }

    /// Takes the first documents, as a sync does.
    ///
    /// @return seconds without the reading of their JSON
    double ingest(int count) throws IOException {
        var nanos = new long[1];
        documents.batches(
                count,
                BATCH,
                batch -> {
                    long start = System.nanoTime();
                    replica.ingest(batch, "bench");
                    nanos[0] += System.nanoTime() - start;
                });
        require(replica.size() >= count);
        return nanos[0] / 1e9;
    }

    /// Sets documents at new paths, some callers side by side.
    ///
    /// @return seconds
    double set(int callers, int count) throws IOException {
        var numbers = new AtomicInteger();
        String folder = "/set" + names.incrementAndGet() + "/";
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> caller = () -> set(folder, numbers, count);
            for (var done : threads.invokeAll(Collections.nCopies(callers, caller))) {
                require(done.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a document was not set", e);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private boolean set(String folder, AtomicInteger numbers, int count) throws IOException {
        boolean all = true;
        for (int n = numbers.getAndIncrement(); n < count; n = numbers.getAndIncrement()) {
            Draft draft = Draft.of(folder + n, Documents.content(n));
            all &= replica.set(author, draft) instanceof Written.Accepted;
        }
        return all;
    }

    private static void require(boolean claim) {
        if (!claim) {
            throw new IllegalStateException("what was put is not there");
        }
    }

    @Override
    public void close() throws IOException {
        replica.close();
    }
}
