package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveSyncTest {

    private static final int UNCUT = Integer.MAX_VALUE;

    private final Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
    private final Keypair anna = Keypair.random(Format.ES4, "anna").require();

    @Test
    void bothHaveTheSameOnce() throws Exception {
        try (Replica a = replica();
                Replica b = replica()) {
            fill(a, suzy, 300);
            fill(b, anna, 200);

            SyncSession.Tally tally = once(a, b, Terms.ALL, Terms.ALL, UNCUT);

            assertThat(a.documents(Query.ALL)).hasSize(500).isEqualTo(b.documents(Query.ALL));
            assertThat(tally).isEqualTo(new SyncSession.Tally(300, 200, 0));
        }
    }

    @Test
    void whatIsNewIsToldAsItComes() throws Exception {
        try (Replica a = replica();
                Replica b = replica()) {
            fill(a, suzy, 10);
            PairedChannel.Ends ends = PairedChannel.pair(UNCUT);
            try (LiveSync calling = LiveSync.calling(ends.one(), a, "b", Terms.ALL);
                    LiveSync answering = LiveSync.answering(ends.other(), b, "a", Terms.ALL)) {
                Thread one = start(calling);
                Thread other = start(answering);
                until(calling::equal);
                until(answering::equal);

                a.set(suzy, Draft.of("/new/a", "from a"));
                b.set(anna, Draft.of("/new/b", "from b"));
                // More than a follower holds: who misses some compares again.
                fill(b, anna, 3_000);

                until(() -> a.size() == 3_012 && b.size() == 3_012);
                assertThat(a.documents(Query.ALL)).isEqualTo(b.documents(Query.ALL));
                ends.one().close();
                one.join();
                other.join();
            }
        }
    }

    @Test
    void aSyncThatIsCutAgainAndAgainComesToItsEnd() {
        Seeds.forAll((random, size) -> {
            if (size % 20 != 0) {
                return;
            }
            try (Replica a = replica();
                    Replica b = replica()) {
                String long100k = "x".repeat(100_000);
                for (int i = 0; i < size / 5; i++) {
                    a.set(suzy, Draft.of("/a/" + i, long100k));
                    b.set(anna, Draft.of("/b/" + i, long100k));
                }
                boolean equal = false;
                for (int cut = 3; !equal && cut < 1_000; cut += 1 + random.nextInt(10)) {
                    try {
                        once(a, b, Terms.ALL, Terms.ALL, cut);
                        equal = true;
                    } catch (IOException e) {
                        // What came stays.
                    }
                }
                assertThat(a.versions()).isEqualTo(b.versions()).hasSize(size / 5 * 2);
            }
        });
    }

    @Test
    void onlyWhatIsOfInterestGoesEitherWay() throws Exception {
        try (Replica a = replica();
                Replica b = replica()) {
            a.set(suzy, Draft.of("/wiki/a", "1"));
            a.set(suzy, Draft.of("/chat/a", "1"));
            b.set(suzy, Draft.of("/wiki/b", "1"));
            b.set(suzy, Draft.of("/chat/b", "1"));

            var wiki = new Terms(new Interest(List.of("/wiki/")), true, true);
            once(a, b, wiki, Terms.ALL, UNCUT);

            assertThat(a.paths(Query.LATEST)).containsExactly("/chat/a", "/wiki/a", "/wiki/b");
            assertThat(b.paths(Query.LATEST)).containsExactly("/chat/b", "/wiki/a", "/wiki/b");
        }
    }

    @Test
    void whoIsReadOnlyKeepsNothing() throws Exception {
        try (Replica a = replica();
                Replica b = replica()) {
            fill(a, suzy, 50);
            fill(b, anna, 50);

            once(a, b, Terms.ALL, new Terms(Interest.ALL, true, false), UNCUT);

            assertThat(a.size()).isEqualTo(100);
            assertThat(b.size()).isEqualTo(50);
        }
    }

    @Test
    void nonsenseEndsTheSyncAndNothingElse() {
        Seeds.forAll((random, size) -> {
            try (Replica b = replica()) {
                fill(b, anna, 3);
                PairedChannel.Ends ends = PairedChannel.pair(UNCUT);
                if (random.nextBoolean()) {
                    new Pieces(ends.one()).send(new Said.Hello(Terms.ALL).write());
                }
                var noise = new byte[random.nextInt(1 + size)];
                random.nextBytes(noise);
                if (noise.length > 1) {
                    noise[0] = 1;
                    noise[1] = (byte) random.nextInt(8);
                }
                ends.one().send(noise);
                Thread.ofVirtual().start(() -> drained(ends.one()));
                LiveSync sync = LiveSync.answering(ends.other(), b, "a", Terms.ALL);
                var end = new PairedChannel[] {ends.one()};
                Thread.ofVirtual()
                        .start(() -> {
                            pause();
                            end[0].close();
                        });
                try {
                    sync.stay();
                } catch (MalformedBatchException | IOException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
                assertThat(b.size()).isEqualTo(3);
            }
        });
    }

    @Test
    void aMessageWithoutAnEndIsRefused() {
        MessageChannel endless =
                new MessageChannel() {
                    @Override
                    public void send(byte[] message) {}

                    @Override
                    public Optional<byte[]> receive() {
                        return Optional.of(new byte[MESSAGE_BYTES_MAX]);
                    }

                    @Override
                    public void close() {}
                };
        assertThatThrownBy(() -> new Pieces(endless).receive())
                .isInstanceOf(MalformedBatchException.class)
                .hasMessageContaining("a message of more than");
    }

    private static void drained(MessageChannel channel) {
        try {
            Optional<byte[]> came = channel.receive();
            while (came.isPresent()) {
                came = channel.receive();
            }
        } catch (IOException e) {
            // It is over.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SyncSession.Tally once(
            Replica a, Replica b, Terms ours, Terms theirs, int messages)
            throws IOException, InterruptedException {
        PairedChannel.Ends ends = PairedChannel.pair(messages);
        Thread other = start(LiveSync.answering(ends.other(), b, "a", theirs));
        try (LiveSync calling = LiveSync.calling(ends.one(), a, "b", ours)) {
            calling.once();
            return calling.tally();
        } finally {
            other.join();
        }
    }

    private static Thread start(LiveSync sync) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        sync.stay();
                    } catch (IOException e) {
                        // The test looks at what came.
                    }
                });
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void until(Condition condition) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static Replica replica() throws IOException {
        return Replica.open(
                new MemoryStore(Address.workspace(Format.ES4, "+garden.abc").require()));
    }

    private static void fill(Replica replica, Keypair author, int documents) throws IOException {
        for (int i = 0; i < documents; i++) {
            replica.set(author, Draft.of("/fill/" + i, "text " + i));
        }
    }
}
