package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Vectors;
import cloud.atek.earthstar.format.Verifier;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Moving;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocalSyncTest {

    private final Verifier verifier = new Verifier();

    @Test
    void syncOfEs3MovesWhatThePublishedPackageMoves() throws IOException {
        for (JsonNode each : Vectors.cases("es3-sync.json")) {
            JsonNode options = each.path("opts");
            if (options.has("existing") || options.has("live") || !each.has("a")) {
                // Options that move nothing, and a replica with itself.
                continue;
            }
            String direction = options.path("direction").asText("both").toUpperCase(Locale.ROOT);
            check(Format.ES3, each, Direction.valueOf(direction), each.get("expect"));
        }
    }

    @Test
    void syncOfEs4MovesWhatThePublishedPackageMoves() throws IOException {
        for (JsonNode each : Vectors.cases("es4-sync.json")) {
            JsonNode expect = each.get("expect");
            check(Format.ES4, each, Direction.BOTH, expect.get("syncLocal"));
            check(Format.ES4, each, Direction.PUSH, expect.get("pushLocal"));
        }
    }

    private void check(Format format, JsonNode test, Direction direction, JsonNode expect)
            throws IOException {
        String id = test.get("id").asText();
        String other = test.path("workspaceB").asText(test.get("workspace").asText());
        try (Replica a = replica(format, test, test.get("workspace").asText(), test.get("a"));
                Replica b = replica(format, test, other, test.get("b"))) {
            LocalSync.Moved moved = LocalSync.sync(a, b, direction);

            JsonNode result = expect.get("result");
            assertThat(moved.pushed())
                    .as(id)
                    .isEqualTo(result.isInt() ? result.asInt() : result.get("numPushed").asInt());
            assertThat(moved.pulled()).as(id).isEqualTo(result.path("numPulled").asInt(0));
            assertThat(a.documents(Query.ALL))
                    .as(id)
                    .isEqualTo(at(format, test, expect.get("aAfter")));
            assertThat(b.documents(Query.ALL))
                    .as(id)
                    .isEqualTo(at(format, test, expect.get("bAfter")));
            assertThat(a.documents(Query.LATEST))
                    .as(id)
                    .isEqualTo(at(format, test, expect.get("aLatest")));
            assertThat(b.documents(Query.LATEST))
                    .as(id)
                    .isEqualTo(at(format, test, expect.get("bLatest")));
        }
    }

    private Replica replica(Format format, JsonNode test, String workspace, JsonNode documents)
            throws IOException {
        var store = new MemoryStore(Address.workspace(format, workspace).require());
        Replica replica = Replica.open(store, new Moving(test.get("now").asLong()), verifier);
        for (JsonNode each : documents) {
            replica.ingest(DocumentJson.parse(each.toString()).require(), "them");
        }
        return replica;
    }

    private static List<Document> at(Format format, JsonNode test, JsonNode places) {
        List<JsonNode> all = new ArrayList<>(Vectors.list(test.get("a")));
        all.addAll(Vectors.list(test.get("b")));
        return Vectors.list(places).stream()
                .map(place -> Vectors.document(format, all.get(place.asInt())))
                .toList();
    }
}
