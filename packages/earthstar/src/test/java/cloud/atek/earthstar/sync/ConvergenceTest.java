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
import cloud.atek.earthstar.format.WorkspaceKeypair;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Moving;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Writer;
import cloud.atek.earthstar.replica.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten homes whose clocks disagree write at the same paths while they are parted in two, hear
/// documents and messages twice and in any order, and break off: in the end all have the same. In
/// es.5 three of them can only read, and pass on what they read.
class ConvergenceTest {

    private static final List<Format> FORMATS = List.of(Format.ES3, Format.ES4, Format.ES5);
    private static final int HOMES = 10;
    private static final int READERS = 3;
    private static final int STEPS = 60;
    private static final long NOW = 1_700_000_000_000_000L;

    /// Clocks are wrong by less than what a document may lie in the future.
    private static final long SKEW_MICROS = 280_000_000;

    private final Verifier verifier = new Verifier();
    private final WorkspaceKeypair garden = WorkspaceKeypair.random("garden").require();
    private final List<Keypair> es3 = authors(Format.ES3);
    private final List<Keypair> es4 = authors(Format.ES4);

    /// @param key of the workspace; null for a home that only reads, and in the older formats
    private record Home(Replica replica, Moving clock, long skew, @Nullable WorkspaceKeypair key) {}

    @Test
    void allAreEqualInTheEnd() throws IOException {
        seeds(60);
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
        Format format = FORMATS.get(random.nextInt(FORMATS.size()));
        var homes = new ArrayList<Home>();
        for (int i = 0; i < HOMES; i++) {
            long skew = random.nextLong(2 * SKEW_MICROS) - SKEW_MICROS;
            homes.add(home(format, skew, i < HOMES - READERS));
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
        // What is over is over for all of them, once their clocks agree.
        homes.forEach(home -> home.clock().set(NOW + STEPS * 1_000_000L));
        meet(homes);
        List<Document> all = homes.getFirst().replica().documents(Query.ALL);
        List<Document> latest = homes.getFirst().replica().documents(Query.LATEST);
        for (Home home : homes) {
            assertThat(home.replica().documents(Query.ALL)).as("seed " + seed).isEqualTo(all);
            assertThat(home.replica().documents(Query.LATEST)).as("seed " + seed).isEqualTo(latest);
        }
        if (format == Format.ES5) {
            assertThat(homes.getLast().replica().size()).as("seed " + seed).isPositive();
        }
    }

    private static void meet(List<Home> homes) throws IOException {
        for (int i = 0; i < HOMES - 1; i++) {
            session(homes.get(i), homes.get(i + 1), Integer.MAX_VALUE);
        }
        for (int i = HOMES - 1; i > 0; i--) {
            session(homes.get(i), homes.get(i - 1), Integer.MAX_VALUE);
        }
    }

    private void act(Random random, Home one, Home other) throws IOException {
        switch (random.nextInt(4)) {
            case 0, 1 -> write(random, one);
            case 2 -> gossip(random, one, other);
            default -> session(one, other, 1 + random.nextInt(6), random.nextInt(8));
        }
    }

    private void write(Random random, Home home) throws IOException {
        Format format = home.replica().workspace().format();
        List<Keypair> authors = format == Format.ES3 ? es3 : es4;
        String path = "/wiki/" + random.nextInt(6);
        String content = random.nextInt(8) == 0 ? "" : "text " + random.nextInt(1_000);
        Draft draft = Draft.of(path, content);
        if (format != Format.ES3 && random.nextInt(6) == 0) {
            double seconds = 1 + random.nextInt(2 * STEPS);
            draft = Draft.of(path + "!", content).until(home.replica().now() + seconds * 1e6);
        }
        Keypair author = authors.get(random.nextInt(authors.size()));
        Written written = home.replica().set(new Writer(author, home.key()), draft);
        boolean reads = format == Format.ES5 && home.key() == null;
        assertThat(written instanceof Written.Refused).isEqualTo(reads);
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

    private static void session(Home one, Home other, int messages) throws IOException {
        session(one, other, messages, Integer.MAX_VALUE);
    }

    /// A sync that breaks off after some messages.
    ///
    /// @param twice the message that comes twice, as does its answer
    private static void session(Home one, Home other, int messages, int twice) throws IOException {
        SyncSession calling = SyncSession.beginning(one.replica(), "other");
        byte[] first = calling.open();
        SyncSession answering = SyncSession.answering(other.replica(), "one", first);
        Optional<byte[]> said = Optional.of(first);
        for (int i = 0; i < messages && said.isPresent(); i++) {
            byte[] answer = answering.answer(said.get());
            if (i == twice) {
                var _ = calling.hear(answering.answer(said.get()));
            }
            said = calling.hear(answer);
        }
    }

    private Home home(Format format, long skew, boolean writes) throws IOException {
        var clock = new Moving(NOW + skew);
        boolean es5 = format == Format.ES5;
        Address.Workspace address =
                es5 ? garden.workspace() : Address.workspace(format, "+garden.abc").require();
        Replica replica = Replica.open(new MemoryStore(address), clock, verifier);
        return new Home(replica, clock, skew, es5 && writes ? garden : null);
    }

    private static List<Keypair> authors(Format format) {
        return List.of(
                Keypair.random(format, "suzy").require(),
                Keypair.random(format, "anna").require(),
                Keypair.random(format, "zack").require());
    }
}
