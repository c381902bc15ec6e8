package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.Vectors;
import cloud.atek.earthstar.format.Verifier;
import cloud.atek.earthstar.format.WorkspaceKeypair;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A workspace of es.5 in a store: who writes, and what stays.
class Es5ReplicaTest {

    private static final long NOW = 1_700_000_000_000_000L;

    private final WorkspaceKeypair garden = WorkspaceKeypair.random("garden").require();
    private final Keypair suzy = Keypair.random(Format.ES4, "suzy").require();

    @TempDir private Path dir;

    @Test
    void whoHasTheSecretWritesAndWhoHasTheAddressReads() throws IOException {
        try (Replica mine = Replica.open(new MemoryStore(garden.workspace()));
                Replica yours = Replica.open(new MemoryStore(garden.workspace()))) {
            mine.set(new Writer(suzy, garden), Draft.of("/a", "text"));
            assertThat(mine.value("/a")).contains("text");
            assertThat(yours.ingest(raws(mine), "mine"))
                    .hasOnlyElementsOfType(Written.Accepted.class);

            assertThat(yours.set(suzy, Draft.of("/b", "text")))
                    .isEqualTo(new Written.Refused(new Refusal.NoWorkspaceSecret()));
            WorkspaceKeypair other = WorkspaceKeypair.random("garden").require();
            assertThat(yours.set(new Writer(suzy, other), Draft.of("/b", "text")))
                    .isInstanceOf(Written.Refused.class);
            assertThat(yours.documents(Query.ALL)).isEqualTo(mine.documents(Query.ALL));
        }
    }

    private static List<RawDocument> raws(Replica replica) throws IOException {
        return replica.documents(Query.ALL).stream()
                .map(each -> DocumentJson.parse(DocumentJson.write(each)).require())
                .toList();
    }

    @Test
    void theNewerOfAnAuthorCountsHoweverManyDigitsItsTimeHas() throws IOException {
        try (Replica replica = Replica.open(new MemoryStore(garden.workspace()))) {
            var writer = new Writer(suzy, garden);
            replica.set(writer, Draft.of("/a", "old").at(20_000_000_000_000.0));
            replica.set(writer, Draft.of("/a", "new").at(NOW));
            assertThat(replica.values(Query.ALL)).containsExactly("new");
        }
    }

    @Test
    void documentsComeBackFromTheDiskAsTheyWere() throws IOException {
        JsonNode vectors = Vectors.file("es5-valid.json");
        String address = vectors.at("/share/shareAddress").asText();
        var workspace = Address.workspace(Format.ES5, address).require();
        List<RawDocument> documents =
                Vectors.list(vectors.get("cases")).stream()
                        .map(each -> Vectors.raw(each).require())
                        .toList();
        List<?> before;
        try (Replica replica = open(workspace)) {
            assertThat(replica.ingest(documents, "them"))
                    .hasOnlyElementsOfType(Written.Accepted.class);
            before = replica.documents(Query.ALL);
            assertThat(before).hasSize(documents.size());
        }
        try (Replica replica = open(workspace)) {
            assertThat(replica.documents(Query.ALL)).isEqualTo(before);
        }
    }

    private Replica open(Address.Workspace workspace) throws IOException {
        var keys = new KeyFolder(new LocalDisk(), dir.resolve("keys"));
        var store = ChainStore.open(dir.resolve("chain"), workspace, keys, ChainSettings.DEFAULT);
        return Replica.open(store, new Moving(NOW), new Verifier());
    }
}
