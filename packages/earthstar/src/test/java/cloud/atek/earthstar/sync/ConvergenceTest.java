package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Verifier;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Moving;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten homes whose clocks disagree write at the same paths while they are parted in two, hear
/// things twice and in any order, and break off: in the end all have the same.
class ConvergenceTest {

    private static final int HOMES = 10;
    private static final int STEPS = 60;
    private static final long NOW = 1_700_000_000_000_000L;

    /// Clocks are wrong by less than what a document may lie in the future.
    private static final long SKEW_MICROS = 280_000_000;

    private final Verifier verifier = new Verifier();
    private final List<Keypair> es3 = authors(Format.ES3);
    private final List<Keypair> es4 = authors(Format.ES4);

    private record Home(Replica replica, Moving clock, long skew) {}

    @Test
    void allAreEqualInTheEnd() throws IOException {
        seeds(30);
    }

    @Test
    @Tag("slow")
    void allAreEqualInTheEndForAThousandSeeds() throws IOException {
        seeds(1_000);
    }

    private void seeds(int count) throws IOException {
        long first = Long.getLong("atek.seed", System.nanoTime());
        for (int i = 0; i < count; i++) {
            converge(first + i);
        }
    }

    private void converge(long seed) throws IOException {
        var random = new Random(seed);
        Format format = random.nextBoolean() ? Format.ES3 : Format.ES4;
        var homes = new ArrayList<Home>();
        for (int i = 0; i < HOMES; i++) {
            homes.add(home(format, random.nextLong(2 * SKEW_MICROS) - SKEW_MICROS));
        }
        int border = 1 + random.nextInt(HOMES - 1);
        for (int step = 0; step < STEPS; step++) {
            long time = NOW + step * 1_000_000L;
            homes.forEach(home -> home.clock().set(time + home.skew()));
            // Half of the time the homes left of the border do not reach the others.
            boolean parted = step < STEPS / 2;
            int one = random.nextInt(HOMES);
            int other = random.nextInt(HOMES);
            boolean reaches = !parted || (one < border) == (other < border);
            act(random, homes.get(one), reaches ? homes.get(other) : homes.get(one));
        }
        for (int i = 0; i < HOMES - 1; i++) {
            session(homes.get(i), homes.get(i + 1), Integer.MAX_VALUE);
        }
        for (int i = HOMES - 1; i > 0; i--) {
            session(homes.get(i), homes.get(i - 1), Integer.MAX_VALUE);
        }
        List<Document> all = homes.getFirst().replica().documents(Query.ALL);
        List<Document> latest = homes.getFirst().replica().documents(Query.LATEST);
        for (Home home : homes) {
            assertThat(home.replica().documents(Query.ALL)).as("seed " + seed).isEqualTo(all);
            assertThat(home.replica().documents(Query.LATEST)).as("seed " + seed).isEqualTo(latest);
        }
    }

    private void act(Random random, Home one, Home other) throws IOException {
        switch (random.nextInt(4)) {
            case 0, 1 -> write(random, one);
            case 2 -> gossip(random, one, other);
            default -> session(one, other, 1 + random.nextInt(6));
        }
    }

    private void write(Random random, Home home) throws IOException {
        Format format = home.replica().workspace().format();
        List<Keypair> authors = format == Format.ES3 ? es3 : es4;
        String path = "/wiki/" + random.nextInt(6);
        String content = random.nextInt(8) == 0 ? "" : "text " + random.nextInt(1_000);
        var _ =
                home.replica()
                        .set(authors.get(random.nextInt(authors.size())), Draft.of(path, content));
    }

    /// Some documents, some of them twice, in any order.
    private static void gossip(Random random, Home from, Home to) throws IOException {
        var messages = new ArrayList<RawDocument>();
        for (Document document : from.replica().documents(Query.ALL)) {
            for (int i = random.nextInt(3); i > 0; i--) {
                messages.add(DocumentJson.parse(DocumentJson.write(document)).require());
            }
        }
        Collections.shuffle(messages, random);
        var _ = to.replica().ingest(messages, "gossip");
    }

    /// A sync that breaks off after some messages.
    private static void session(Home one, Home other, int messages) throws IOException {
        SyncSession calling = SyncSession.beginning(one.replica(), "other");
        byte[] first = calling.open();
        SyncSession answering = SyncSession.answering(other.replica(), "one", first);
        Optional<byte[]> said = Optional.of(first);
        for (int i = 0; i < messages && said.isPresent(); i++) {
            byte[] answer = answering.answer(said.get());
            said = calling.hear(answer);
        }
    }

    private Home home(Format format, long skew) throws IOException {
        var clock = new Moving(NOW + skew);
        var store = new MemoryStore(Address.workspace(format, "+garden.abc").require());
        return new Home(Replica.open(store, clock, verifier), clock, skew);
    }

    private static List<Keypair> authors(Format format) {
        return List.of(
                Keypair.random(format, "suzy").require(),
                Keypair.random(format, "anna").require(),
                Keypair.random(format, "zack").require());
    }
}
