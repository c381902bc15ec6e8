package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Refusal;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final long NONE = Long.MAX_VALUE;

    private final Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
    private final Keypair anna = Keypair.random(Format.ES4, "anna").require();

    @Test
    void aFullWorkspaceTakesNoNewPlaceAndGoesOnChangingOldOnes() throws IOException {
        try (Replica replica = replica().limit(new Quota(2, NONE, NONE, Set.of()))) {
            assertThat(set(replica, suzy, "/a", "1")).isInstanceOf(Written.Accepted.class);
            assertThat(set(replica, suzy, "/b", "1")).isInstanceOf(Written.Accepted.class);
            assertThat(set(replica, suzy, "/c", "1"))
                    .isEqualTo(new Written.Refused(new Refusal.OverQuota("documents", 2)));
            assertThat(set(replica, suzy, "/a", "2")).isInstanceOf(Written.Accepted.class);
            assertThat(replica.size()).isEqualTo(2);
        }
    }

    @Test
    void bytesOfAllAndOfOneAuthorAreCounted() throws IOException {
        try (Replica replica = replica().limit(new Quota(NONE, 100, 60, Set.of()))) {
            assertThat(set(replica, suzy, "/a", "x".repeat(60)))
                    .isInstanceOf(Written.Accepted.class);
            assertThat(set(replica, suzy, "/b", "x"))
                    .isEqualTo(
                            new Written.Refused(new Refusal.OverQuota("bytes of one author", 60)));
            assertThat(set(replica, anna, "/b", "x".repeat(41)))
                    .isEqualTo(new Written.Refused(new Refusal.OverQuota("bytes", 100)));
            // Deleting makes room.
            assertThat(set(replica, suzy, "/a", "")).isInstanceOf(Written.Accepted.class);
            assertThat(set(replica, anna, "/b", "x".repeat(60)))
                    .isInstanceOf(Written.Accepted.class);
            assertThat(replica.bytes()).isEqualTo(60);
            assertThat(replica.bytes(suzy.author().text())).isZero();
        }
    }

    @Test
    void whatComesFromElsewhereIsHeldToIt() throws IOException {
        try (Replica full = replica();
                Replica other = replica()) {
            full.limit(new Quota(NONE, NONE, NONE, Set.of(suzy.author().text())));
            for (Keypair author : new Keypair[] {suzy, anna}) {
                set(other, author, "/wiki/a", "text");
            }
            int[] counts = new int[2];
            other.each(document -> {
                Written written =
                        full.ingest(
                                DocumentJson.parse(DocumentJson.write(document)).require(),
                                "somebody");
                counts[written instanceof Written.Accepted ? 0 : 1]++;
            });
            assertThat(counts).containsExactly(1, 1);
            assertThat(full.authors()).containsExactly(suzy.author().text());
        }
    }

    private static Written set(Replica replica, Keypair author, String path, String content)
            throws IOException {
        return replica.set(author, Draft.of(path, content));
    }

    private static Replica replica() throws IOException {
        return Replica.open(new MemoryStore(Address.workspace(Format.ES4, "+a.b").require()));
    }
}
