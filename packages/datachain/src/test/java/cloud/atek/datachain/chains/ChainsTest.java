package cloud.atek.datachain.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.MemoryDisk;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainsTest {

    private static final Path FOLDER = Path.of("/chains");
    private static final ChainName NAME = new ChainName("/example.org/anna/notes");
    private static final RowKey ROW = new RowKey(7, 7);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final MemoryDisk memory = new MemoryDisk();

    private Chains chains(int openMax) {
        return chains(FOLDER, memory, openMax);
    }

    private Chains chains(Path folder, Disk disk, int openMax) {
        var settings = new ChainSettings(disk, clock, 1 << 20);
        var keys = new KeyFolder(disk, folder.resolve("keys"));
        return new Chains(folder, keys, settings, new KeepOpen(KeepOpen.DEFAULT.idle(), openMax));
    }

    @Test
    void chainIsMadeOnceAndOpenedOnDemand() throws IOException {
        try (Chains chains = chains(4)) {
            assertThatThrownBy(() -> chains.use(NAME)).isInstanceOf(NoSuchFileException.class);
            assertThat(chains.open()).as("what could not be opened").isZero();
            try (ChainUse use = chains.create(NAME)) {
                commit(use.chain(), "first");
            }
            assertThatThrownBy(() -> chains.create(NAME))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        try (Chains again = chains(4)) {
            assertThat(again.open()).isZero();
            assertThatThrownBy(() -> again.create(NAME))
                    .isInstanceOf(FileAlreadyExistsException.class);
            try (ChainUse use = again.use(NAME)) {
                assertThat(use.chain().sequenceOf(ROW)).isEqualTo(2);
                assertThat(again.open()).isEqualTo(1);
            }
        }
    }

    @Test
    void usersShareAnOpenChain() throws IOException {
        try (Chains chains = chains(4)) {
            ChainUse first = chains.create(NAME);
            ChainUse second = chains.use(NAME);
            assertThat(second.chain()).isSameAs(first.chain());
            assertThat(chains.open()).isEqualTo(1);

            first.close();
            first.close();
            assertThatThrownBy(first::chain).isInstanceOf(IllegalStateException.class);
            commit(second.chain(), "still open");
            second.close();
        }
    }

    @Test
    void manyThreadsThatWantOneChainGetTheSame() throws Exception {
        try (Chains chains = chains(4)) {
            chains.create(NAME).close();
        }
        try (Chains chains = chains(4);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var uses = new ArrayList<Future<ChainUse>>();
            for (int i = 0; i < 32; i++) {
                uses.add(threads.submit(() -> chains.use(NAME)));
            }
            for (Future<ChainUse> use : uses) {
                assertThat(use.get().chain()).isSameAs(uses.getFirst().get().chain());
            }
            assertThat(chains.open()).isEqualTo(1);
        }
    }

    @Test
    void idleChainIsClosedAfterItsTime() throws Exception {
        try (Chains chains = chains(4)) {
            ChainUse used = chains.create(new ChainName("/used"));
            chains.create(NAME).close();
            clock.advance(Duration.ofSeconds(59));
            chains.create(new ChainName("/younger")).close();
            assertThat(chains.open()).isEqualTo(3);

            clock.advance(Duration.ofSeconds(1));
            until(chains, 2);
            clock.advance(Duration.ofSeconds(59));
            until(chains, 1);
            commit(used.chain(), "never idle");
            used.close();
        }
    }

    /// Using it starts its time anew.
    @Test
    void chainUsedInTheMeantimeStaysOpen() throws Exception {
        try (Chains chains = chains(4)) {
            chains.create(NAME).close();
            clock.advance(Duration.ofSeconds(59));
            Chain open;
            try (ChainUse use = chains.use(NAME)) {
                open = use.chain();
            }
            clock.advance(Duration.ofSeconds(59));
            try (ChainUse use = chains.use(NAME)) {
                assertThat(use.chain()).isSameAs(open);
            }
        }
    }

    @Test
    void noMoreAreOpenThanMayBe() throws IOException {
        try (Chains chains = chains(2)) {
            ChainUse first = chains.create(name(1));
            ChainUse second = chains.create(name(2));
            assertThatThrownBy(() -> chains.create(name(3)))
                    .isInstanceOf(TooManyChainsException.class)
                    .hasMessageContaining("2 chains are in use");

            second.close();
            ChainUse third = chains.create(name(3));
            assertThat(chains.open()).isEqualTo(2);
            first.close();
            third.close();
            // An idle one makes room for it.
            chains.use(name(2)).close();
            assertThat(chains.open()).isEqualTo(2);
        }
    }

    @Test
    void closingEndsAllUses() throws IOException {
        Chains chains = chains(4);
        ChainUse use = chains.create(NAME);
        Chain chain = use.chain();
        chains.close();
        chains.close();
        use.close();

        assertThatThrownBy(() -> commit(chain, "late")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> chains.use(NAME)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closedChainsTakeNextToNoMemory(@TempDir Path dir) throws Exception {
        assertThat(heapOfEach(dir, 200)).isLessThan(2_048);
    }

    @Test
    @Tag("slow")
    void tenThousandClosedChainsTakeNextToNoMemory(@TempDir Path dir) throws Exception {
        assertThat(heapOfEach(dir, 10_000)).isLessThan(2_048);
    }

    /// Bytes of heap that stay for each of `count` chains that one process had open.
    private long heapOfEach(Path dir, int count) throws Exception {
        var names = new ArrayList<ChainName>();
        for (int i = 0; i < count; i++) {
            names.add(new ChainName("/example.org/user-" + i % 100 + "/chain-" + i));
        }
        try (Chains chains = chains(dir, new LocalDisk(), 16)) {
            makeOne(chains);
            copy(dir, names);
            visit(chains, names.subList(0, 100));
            long before = heap();
            visit(chains, names);
            clock.advance(KeepOpen.DEFAULT.idle());
            until(chains, 0);
            return (heap() - before) / count;
        }
    }

    private static void makeOne(Chains chains) throws IOException {
        try (ChainUse use = chains.create(NAME)) {
            commit(use.chain(), "in all of them");
        }
    }

    /// Quicker than to make them: nothing waits for the disk.
    private static void copy(Path dir, List<ChainName> names) throws Exception {
        Path from = dir.resolve(NAME.folder());
        for (ChainName name : names) {
            Path to = Files.createDirectories(dir.resolve(name.folder()));
            try (var files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void visit(Chains chains, List<ChainName> names) throws IOException {
        for (ChainName name : names) {
            try (ChainUse use = chains.use(name)) {
                assertThat(use.chain().sequenceOf(ROW)).isEqualTo(2);
            }
        }
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void until(Chains chains, int open) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (chains.open() != open) {
            assertThat(System.nanoTime()).as("%d are open", chains.open()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static ChainName name(int number) {
        return new ChainName("/chain-" + number);
    }

    private static void commit(Chain chain, String body) throws IOException {
        Bytes bytes = Bytes.owning(body.getBytes(StandardCharsets.UTF_8));
        chain.commit(Change.of(new Event.Put(ROW, null, "test/row", bytes)));
    }
}
