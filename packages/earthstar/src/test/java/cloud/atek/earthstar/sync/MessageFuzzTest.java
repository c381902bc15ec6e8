package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.testkit.Fuzz;
import cloud.atek.testkit.Mutations;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What two homes really say to each other, changed in any way: the sync ends with a sentence, and
/// nothing is kept that was not signed.
class MessageFuzzTest {

    private static final Set<Class<? extends Exception>> MALFORMED =
            Set.of(MalformedBatchException.class);
    private static final int FIXED_BYTES = 4 << 20;
    private static final int BYTES_EACH = 512;
    private static final int DOCUMENTS = 60;

    private static final Keypair SUZY = Keypair.random(Format.ES4, "suzy").require();
    private static final Set<Document> SIGNED = new HashSet<>();
    private static final List<byte[]> BATCHES = new ArrayList<>();
    private static final List<byte[]> SAID = new ArrayList<>();

    /// Records a session and news between two homes.
    @BeforeAll
    static void listen() throws IOException {
        try (Replica here = filled("here");
                Replica there = filled("there")) {
            SyncSession calling = SyncSession.beginning(here, "there");
            byte[] first = calling.open();
            SyncSession answering = SyncSession.answering(there, "here", first);
            Optional<byte[]> said = Optional.of(first);
            while (said.isPresent()) {
                BATCHES.add(said.get());
                byte[] answer = answering.answer(said.get());
                BATCHES.add(answer);
                said = calling.hear(answer);
            }
            SIGNED.addAll(here.documents(Query.ALL));
        }
        BATCHES.forEach(batch -> SAID.add(new Said.Round(batch).write()));
        SAID.add(new Said.Hello(Terms.ALL).write());
        SAID.add(
                new Said.Hello(new Terms(new Interest(List.of("/a", "/b/")), true, false)).write());
        SAID.add(new Said.News(Batch.read(BATCHES.getLast()).documents()).write());
        SAID.add(new Said.Done().write());
        assertThat(SIGNED).hasSize(2 * DOCUMENTS);
    }

    @Test
    void messagesOfAnyBytesAreReadOrRefused() throws IOException {
        messages(5_000);
    }

    @Test
    @Tag("slow")
    void messagesOfManyBytesAreReadOrRefused() throws IOException {
        messages(500_000);
    }

    private static void messages(int inputs) throws IOException {
        fuzz("batch", BATCHES, message -> Batch.read(message).write()).run(inputs);
        fuzz("said", SAID, message -> Said.read(message).write()).run(inputs);
        try (Replica there = filled("there")) {
            SIGNED.addAll(there.documents(Query.ALL));
            fuzz("session", BATCHES, message -> answer(there, message)).run(inputs / 5);
        }
    }

    private static void answer(Replica there, byte[] message) throws IOException {
        SyncSession answering = SyncSession.answering(there, "here", message);
        byte[] answer = answering.answer(message);
        assertThat(Batch.read(answer).salt()).isEqualTo(Batch.read(message).salt());
        assertThat(SIGNED).containsAll(there.documents(Query.ALL));
    }

    private static Fuzz fuzz(String name, List<byte[]> good, Fuzz.Reader reader) {
        return new Fuzz(name, good, MALFORMED, FIXED_BYTES, BYTES_EACH, reader);
    }

    @Test
    void aLiveSyncWithLiesInItEndsWithASentence() {
        Seeds.forAll((random, size) -> {
            if (size % 4 == 0) {
                live(random);
            }
        });
    }

    private static void live(RandomGenerator random) throws Exception {
        try (Replica here = filled("here");
                Replica there = filled("there")) {
            Set<Document> signed = new HashSet<>(here.documents(Query.ALL));
            signed.addAll(there.documents(Query.ALL));
            PairedChannel.Ends ends = PairedChannel.pair(Integer.MAX_VALUE);
            boolean first = random.nextBoolean();
            MessageChannel one = first ? new Lying(ends.one(), random) : ends.one();
            MessageChannel other = first ? ends.other() : new Lying(ends.other(), random);
            var failure = new AtomicReference<@Nullable Throwable>();
            try (LiveSync calling = LiveSync.calling(one, here, "there", Terms.ALL);
                    LiveSync answering = LiveSync.answering(other, there, "here", Terms.ALL)) {
                List<Thread> threads = List.of(start(calling, failure), start(answering, failure));
                settle(calling, answering, threads);
                ends.one().close();
                for (Thread each : threads) {
                    each.join();
                }
            }
            assertThat(failure.get()).isNull();
            assertThat(signed).containsAll(here.documents(Query.ALL));
            assertThat(signed).containsAll(there.documents(Query.ALL));
        }
    }

    /// A lie may leave both waiting for each other: then they are cut.
    private static void settle(LiveSync one, LiveSync other, List<Thread> threads)
            throws InterruptedException {
        long patience = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < patience
                && threads.stream().allMatch(Thread::isAlive)
                && !(one.equal() && other.equal())) {
            Thread.sleep(1);
        }
    }

    private static Thread start(LiveSync sync, AtomicReference<@Nullable Throwable> failure) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        sync.stay();
                    } catch (MalformedBatchException | IOException e) {
                        if (e.getMessage() == null || e.getMessage().isBlank()) {
                            failure.set(e);
                        }
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                    }
                });
    }

    /// A channel that changes what it sends now and then. One thread sends at a time.
    private record Lying(MessageChannel channel, RandomGenerator random) implements MessageChannel {

        @Override
        public void send(byte[] message) throws IOException {
            boolean lies = random.nextInt(3) == 0;
            channel.send(lies ? new Mutations(List.of(message)).next(random) : message);
        }

        @Override
        public Optional<byte[]> receive() throws IOException {
            return channel.receive();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static Replica filled(String name) throws IOException {
        Replica replica =
                Replica.open(
                        new MemoryStore(Address.workspace(Format.ES4, "+garden.abc").require()));
        for (int i = 0; i < DOCUMENTS; i++) {
            replica.set(SUZY, Draft.of("/" + name + "/" + i, "text " + i));
        }
        return replica;
    }
}
