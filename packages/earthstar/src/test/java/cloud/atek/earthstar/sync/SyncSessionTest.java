package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Verifier;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Moving;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SyncSessionTest {

    private static final long NOW = 1_700_000_000_000_000L;

    private final Verifier verifier = new Verifier();
    private final Moving clock = new Moving(NOW);
    private final List<Keypair> authors =
            List.of(
                    Keypair.random(Format.ES4, "suzy").require(),
                    Keypair.random(Format.ES4, "anna").require());

    /// What went over the wire, in bytes, and in how many messages.
    private record Traffic(long bytes, int messages) {}

    @Test
    void twoReplicasAreEqualAfterASession() {
        Seeds.forAll((random, size) -> {
            try (Replica a = replica();
                    Replica b = replica()) {
                write(a, random, random.nextInt(1 + size / 4));
                LocalSync.sync(a, b, Direction.PUSH);
                write(a, random, random.nextInt(1 + size / 4));
                write(b, random, random.nextInt(1 + size / 4));
                run(a, b);

                assertThat(a.documents(Query.ALL)).isEqualTo(b.documents(Query.ALL));
                assertThat(run(a, b).messages()).isEqualTo(2);
            }
        });
    }

    @Test
    void tenReplicasAreEqualWhenAllHaveMet() {
        Seeds.forAll((random, size) -> {
            if (size % 20 != 0) {
                return;
            }
            var replicas = new ArrayList<Replica>();
            for (int i = 0; i < 10; i++) {
                replicas.add(replica());
                clock.set(NOW + random.nextLong(1_000_000));
                write(replicas.get(i), random, random.nextInt(10));
            }
            for (int i = 0; i < 20; i++) {
                run(replicas.get(random.nextInt(10)), replicas.get(random.nextInt(10)));
                write(replicas.get(random.nextInt(10)), random, 1);
            }
            for (int i = 0; i < 18; i++) {
                run(replicas.get(i % 9), replicas.get(i % 9 + 1));
            }
            for (int i = 9; i > 0; i--) {
                run(replicas.get(i), replicas.get(i - 1));
            }
            for (Replica each : replicas) {
                assertThat(each.documents(Query.ALL))
                        .isEqualTo(replicas.getFirst().documents(Query.ALL));
            }
        });
    }

    @Test
    void trafficGrowsWithTheDifference() throws IOException {
        try (Replica a = replica();
                Replica b = replica()) {
            fill(a, 0, 10_000);
            LocalSync.sync(a, b, Direction.PUSH);
            Traffic nothing = run(a, b);
            assertThat(nothing.messages()).isEqualTo(2);
            assertThat(nothing.bytes()).isLessThan(150);

            fill(a, 10_000, 5);
            fill(b, 20_000, 5);
            Traffic ten = run(a, b);
            assertThat(ten.bytes()).isLessThan(50_000);
            assertThat(a.size()).isEqualTo(10_010);
            assertThat(b.size()).isEqualTo(10_010);
        }
    }

    @Test
    void aSessionThatBreaksOffIsGoneOnWithByTheNext() throws IOException {
        try (Replica a = replica();
                Replica b = replica()) {
            fill(a, 0, 300);
            SyncSession half = SyncSession.beginning(a, "b");
            byte[] first = half.open();
            byte[] answer = SyncSession.answering(b, "a", first).answer(first);
            SyncSession.answering(b, "a", half.hear(answer).orElseThrow()).answer(half.open());

            run(a, b);
            assertThat(b.documents(Query.ALL)).isEqualTo(a.documents(Query.ALL));
        }
    }

    @Test
    void largeDocumentsGoInMessagesOfBoundedSize() throws IOException {
        try (Replica a = replica();
                Replica b = replica()) {
            for (int i = 0; i < 8; i++) {
                a.set(authors.getFirst(), Draft.of("/large/" + i, "x".repeat(700_000)));
            }
            SyncSession one = SyncSession.beginning(b, "a");
            byte[] said = one.open();
            SyncSession other = SyncSession.answering(a, "b", said);
            int largest = 0;
            Optional<byte[]> next = Optional.of(said);
            while (next.isPresent()) {
                byte[] answer = other.answer(next.get());
                largest = Math.max(largest, answer.length);
                next = one.hear(answer);
            }
            assertThat(b.documents(Query.ALL)).isEqualTo(a.documents(Query.ALL));
            assertThat(largest).isLessThan(2 << 20);
            assertThat(one.tally()).isEqualTo(new SyncSession.Tally(0, 8, 0));
        }
    }

    @Test
    void whatIsNoMessageIsRefusedAndChangesNothing() {
        Seeds.forAll((random, size) -> {
            try (Replica a = replica();
                    Replica b = replica()) {
                write(a, random, 5);
                write(b, random, 5);
                SyncSession one = SyncSession.beginning(a, "b");
                byte[] first = one.open();
                SyncSession other = SyncSession.answering(b, "a", first);
                byte[] bad = other.answer(first);
                for (int i = 0; i <= random.nextInt(4); i++) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                byte[] shorter = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
                try {
                    one.hear(random.nextBoolean() ? bad : shorter);
                } catch (MalformedBatchException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        });
    }

    @Test
    void aMessageOfAnotherSessionIsRefused() throws IOException {
        try (Replica a = replica()) {
            SyncSession one = SyncSession.beginning(a, "b");
            byte[] other = SyncSession.beginning(a, "c").open();
            assertThatThrownBy(() -> one.hear(other)).isInstanceOf(MalformedBatchException.class);
        }
    }

    private Replica replica() throws IOException {
        return Replica.open(
                new MemoryStore(Address.workspace(Format.ES4, "+a.b").require()), clock, verifier);
    }

    /// Documents of one author, each at its path and time.
    private void fill(Replica replica, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            replica.set(
                    authors.getFirst(),
                    Draft.of("/fill/" + i, "c" + i).at(NOW - 1_000.0 + i % 1_000));
        }
    }

    private void write(Replica replica, RandomGenerator random, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            Keypair author = authors.get(random.nextInt(authors.size()));
            replica.set(author, Draft.of("/p" + random.nextInt(40), "c" + random.nextInt(5)));
        }
    }

    private static Traffic run(Replica beginning, Replica answering) throws IOException {
        SyncSession one = SyncSession.beginning(beginning, "other");
        Optional<byte[]> next = Optional.of(one.open());
        SyncSession other = SyncSession.answering(answering, "one", next.get());
        long bytes = 0;
        int messages = 0;
        while (next.isPresent()) {
            byte[] answer = other.answer(next.get());
            bytes += next.get().length + answer.length;
            messages += 2;
            next = one.hear(answer);
        }
        return new Traffic(bytes, messages);
    }
}
