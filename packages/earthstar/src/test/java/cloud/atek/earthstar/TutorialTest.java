package cloud.atek.earthstar;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.ChainKeys;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.WorkspaceKeypair;
import cloud.atek.earthstar.replica.Arrival;
import cloud.atek.earthstar.replica.ChainStore;
import cloud.atek.earthstar.replica.Follower;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Writer;
import cloud.atek.earthstar.replica.Written;
import cloud.atek.earthstar.seal.Place;
import cloud.atek.earthstar.seal.SealedContent;
import cloud.atek.earthstar.seal.SharedKey;
import cloud.atek.earthstar.sync.Direction;
import cloud.atek.earthstar.sync.LocalSync;
import cloud.atek.earthstar.sync.SyncSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Earthstar from the beginning, to be read from top to bottom.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialTest {

    private static final Address.Workspace GARDEN =
            Address.workspace(Format.ES4, "+gardening.friends").require();

    private final Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
    private final Keypair zack = Keypair.random(Format.ES4, "zack").require();

    @TempDir private Path home;

    /// An author is a key pair with a short name. A replica has the documents of one workspace;
    /// whoever knows the workspace's address may read and write there.
    @Test
    @Order(1)
    void chapterOneWritesAndReads() throws IOException {
        try (Replica garden = Replica.open(new MemoryStore(GARDEN))) {
            garden.set(suzy, Draft.of("/wiki/Flowers", "Flowers are pretty"));
            garden.set(zack, Draft.of("/wiki/Flowers", "Flowers are very pretty"));

            // The newest wins. Each author's own version is kept as well.
            assertThat(garden.value("/wiki/Flowers")).contains("Flowers are very pretty");
            Query all = Query.where().path("/wiki/Flowers").history(Query.History.ALL).build();
            assertThat(garden.values(all)).hasSize(2);

            // Deleting is writing nothing.
            garden.set(zack, Draft.of("/wiki/Flowers", ""));
            assertThat(garden.value("/wiki/Flowers")).contains("");
        }
    }

    /// A path with a ~ belongs to the authors that it names. A path with an ! is of a document that
    /// ends by itself.
    @Test
    @Order(2)
    void chapterTwoOwnsAPathAndLetsADocumentEnd() throws IOException {
        try (Replica garden = Replica.open(new MemoryStore(GARDEN))) {
            String name = "/about/~" + suzy.author() + "/name";
            assertThat(garden.set(suzy, Draft.of(name, "Suzy")))
                    .isInstanceOf(Written.Accepted.class);
            assertThat(garden.set(zack, Draft.of(name, "Zack")))
                    .isInstanceOf(Written.Refused.class);

            double inAnHour = garden.now() + 3_600_000_000.0;
            garden.set(suzy, Draft.of("/chat/1!", "I am in the garden").until(inAnHour));
            assertThat(garden.paths(Query.pathStartsWith("/chat/"))).containsExactly("/chat/1!");
        }
    }

    /// What comes from elsewhere is judged before it is kept, and the judgement has a reason.
    @Test
    @Order(3)
    void chapterThreeRefusesAForgery() throws IOException {
        try (Replica garden = Replica.open(new MemoryStore(GARDEN))) {
            double now = garden.now();
            Document good =
                    suzy.sign(GARDEN.text(), Draft.of("/a", "mine"), now, now, now).require();
            String forged = DocumentJson.write(good).replace("mine", "thine");

            Written written = garden.ingest(DocumentJson.parse(forged).require(), "somebody");
            assertThat(written)
                    .isInstanceOfSatisfying(
                            Written.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().message())
                                            .startsWith("the hash of the content is"));
        }
    }

    /// A chain keeps documents on disk: what was acknowledged is there after a power cut.
    @Test
    @Order(4)
    void chapterFourKeepsDocuments() throws IOException {
        ChainKeys keys = new KeyFolder(new LocalDisk(), home.resolve("keys"));
        Path folder = home.resolve("garden");
        try (Replica garden =
                Replica.open(ChainStore.open(folder, GARDEN, keys, ChainSettings.DEFAULT))) {
            garden.set(suzy, Draft.of("/wiki/Trees", "Trees are tall"));
        }
        try (Replica garden =
                Replica.open(ChainStore.open(folder, GARDEN, keys, ChainSettings.DEFAULT))) {
            assertThat(garden.value("/wiki/Trees")).contains("Trees are tall");
        }
    }

    /// A follower hears of documents as they come.
    @Test
    @Order(5)
    void chapterFiveFollows() throws IOException {
        try (Replica garden = Replica.open(new MemoryStore(GARDEN));
                Follower follower = garden.follow()) {
            garden.set(suzy, Draft.of("/chat/hello", "hello"));
            assertThat(follower.next(Duration.ofMinutes(1)))
                    .get()
                    .isInstanceOfSatisfying(
                            Arrival.Came.class,
                            came -> assertThat(came.document().content()).isEqualTo("hello"));
        }
    }

    /// Two replicas find what they differ in, and say no more than that. Who carries the messages
    /// is up to you.
    @Test
    @Order(6)
    void chapterSixSyncs() throws IOException {
        try (Replica mine = Replica.open(new MemoryStore(GARDEN));
                Replica yours = Replica.open(new MemoryStore(GARDEN))) {
            mine.set(suzy, Draft.of("/wiki/Bees", "Bees are busy"));
            yours.set(zack, Draft.of("/wiki/Ants", "So are ants"));

            SyncSession one = SyncSession.beginning(mine, "you");
            byte[] first = one.open();
            SyncSession other = SyncSession.answering(yours, "me", first);
            Optional<byte[]> said = Optional.of(first);
            while (said.isPresent()) {
                said = one.hear(other.answer(said.get()));
            }

            assertThat(mine.paths(Query.LATEST)).containsExactly("/wiki/Ants", "/wiki/Bees");
            assertThat(yours.paths(Query.LATEST)).containsExactly("/wiki/Ants", "/wiki/Bees");
        }
    }

    /// In es.5 a workspace is a key pair too: who has its secret writes, who has the address alone
    /// reads, and may pass on what he read.
    @Test
    @Order(7)
    void chapterSevenSeparatesReadingFromWriting() throws IOException {
        WorkspaceKeypair garden = WorkspaceKeypair.random("gardening").require();
        try (Replica mine = Replica.open(new MemoryStore(garden.workspace()));
                Replica yours = Replica.open(new MemoryStore(garden.workspace()))) {
            mine.set(new Writer(suzy, garden), Draft.of("/wiki/Bees", "Bees are busy"));

            var _ = LocalSync.sync(yours, mine, Direction.BOTH);
            assertThat(yours.value("/wiki/Bees")).contains("Bees are busy");
            // Whoever has no more than the address cannot write.
            assertThat(yours.set(zack, Draft.of("/wiki/Ants", "So are ants")))
                    .isInstanceOf(Written.Refused.class);
        }
    }

    /// A content can be sealed. Everybody carries the document, which is as good as any other, and
    /// only those it is for read it.
    @Test
    @Order(8)
    void chapterEightSeals() throws IOException {
        try (Replica garden = Replica.open(new MemoryStore(GARDEN))) {
            var place = new Place(GARDEN.text(), "/party", suzy.author().text());
            String sealed = SealedContent.forAuthors("On Friday", place, List.of(zack.author()));
            garden.set(suzy, Draft.of("/party", sealed));

            String found = garden.value("/party").orElseThrow();
            assertThat(found).startsWith("sealed:1:").doesNotContain("Friday");
            assertThat(SealedContent.open(found, place, zack)).contains("On Friday");

            // Or for all who were told a key.
            SharedKey key = SharedKey.random();
            garden.set(suzy, Draft.of("/party", SealedContent.byKey("On Sunday", place, key)));
            found = garden.value("/party").orElseThrow();
            assertThat(SealedContent.open(found, place, key)).contains("On Sunday");
        }
    }
}
