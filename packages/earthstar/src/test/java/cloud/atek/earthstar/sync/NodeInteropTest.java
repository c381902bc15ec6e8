package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Vectors;
import cloud.atek.earthstar.format.WorkspaceKeypair;
import cloud.atek.earthstar.pub.PubClient;
import cloud.atek.earthstar.pub.PubHandler;
import cloud.atek.earthstar.pub.Workspaces;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Writer;
import cloud.atek.earthstar.replica.Written;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.SocketPath;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// We and the published packages, each with what the other one signed.
class NodeInteropTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Halves of surrogate pairs go as escapes.
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Map<String, String> CONTENTS =
            Map.of(
                    "/plain", "Flowers are pretty",
                    "/empty", "",
                    "/shared/clash", "mine",
                    "/text", "gr\u00fc\u00df \ud83c\udf3b\n\t\"\\\0\u2028",
                    "/half", "half \ud800 a pair",
                    "/%20/odd-._~AUTHOR", "mine alone",
                    "/about/~AUTHOR/name", "me");

    @TempDir private static Path folder;
    private static NodeInterop node;

    @BeforeAll
    static void install() throws Exception {
        node = NodeInterop.installed(folder);
    }

    @Test
    void es4IsReadAndWrittenByBothAlike() throws Exception {
        exchange(Format.ES4, "+gardening.friends");
    }

    @Test
    void es3IsReadAndWrittenByBothAlike() throws Exception {
        exchange(Format.ES3, "+gardening.xxxxxxxxxxxxxxxxxxxx");
    }

    @Test
    void es5IsReadAndWrittenByBothAlike() throws Exception {
        WorkspaceKeypair garden = WorkspaceKeypair.random("gardening").require();
        Keypair suzy = Keypair.random(Format.ES5, "suzy").require();
        var writer = new Writer(suzy, garden);
        try (Replica replica = Replica.open(new MemoryStore(garden.workspace()))) {
            ObjectNode input = JSON.createObjectNode();
            input.put("share", garden.workspace().text()).put("secret", garden.secret());
            input.set("keypair", keypair(suzy));
            ArrayNode writes = input.putArray("writes");
            for (Map.Entry<String, String> each : CONTENTS.entrySet()) {
                // Half of a pair does not survive the published package.
                if (!each.getKey().equals("/half")) {
                    String path = each.getKey().replace("AUTHOR", suzy.author().text());
                    accepted(replica.set(writer, Draft.of(path, each.getValue())));
                    writes.addObject().put("path", each.getKey()).put("text", each.getValue());
                }
            }
            double end = replica.now() + 3_600_000_000.0;
            accepted(replica.set(writer, Draft.of("/short!", "not for long").until(end)));
            writes.addObject()
                    .put("path", "/short!")
                    .put("text", "theirs")
                    .put("deleteAfter", (long) end);
            input.set("documents", written(replica, Query.ALL));

            JsonNode said = node.runEs5(ASCII.writeValueAsString(input));

            agreeEs5(replica, said, 2 * writes.size());
        }
    }

    private static void agreeEs5(Replica replica, JsonNode said, int writes) throws IOException {
        // They take all of ours, and sign what we take.
        assertThat(texts(said.get("taken"))).hasSize(replica.size()).containsOnly("success");
        assertThat(texts(said.get("set"))).hasSize(writes).containsOnly("success");
        assertThat(replica.ingest(raws(said.get("all")), "node"))
                .noneMatch(written -> written instanceof Written.Refused);
        assertThat(Vectors.list(written(replica, Query.ALL)))
                .containsExactlyInAnyOrderElementsOf(Vectors.list(said.get("all")));
        JsonNode made = said.get("made");
        String address = made.get("shareAddress").asText();
        assertThat(WorkspaceKeypair.of(address, made.get("secret").asText()).good()).isPresent();
    }

    private static List<RawDocument> raws(JsonNode documents) {
        return Vectors.list(documents).stream()
                .map(each -> DocumentJson.parse(each.toString()).require())
                .toList();
    }

    private static void exchange(Format format, String workspace) throws Exception {
        Keypair suzy = Keypair.random(format, "suzy").require();
        var store = new MemoryStore(Address.workspace(format, workspace).require());
        try (Replica replica = Replica.open(store)) {
            for (Map.Entry<String, String> each : CONTENTS.entrySet()) {
                String path = each.getKey().replace("AUTHOR", suzy.author().text());
                accepted(replica.set(suzy, Draft.of(path, each.getValue())));
            }
            double end = replica.now() + 3_600_000_000.0;
            if (format == Format.ES4) {
                accepted(replica.set(suzy, Draft.of("/short!", "not for long").until(end)));
            }
            int ours = replica.size();

            JsonNode said = node.run(input(replica, suzy, end, ""));

            assertThat(said.get("taken")).hasSize(ours);
            agree(replica, said);
        }
    }

    private static void agree(Replica replica, JsonNode said) throws IOException {
        Format format = replica.workspace().format();
        String yes = format == Format.ES3 ? "true" : "ACCEPTED";
        // They take all of ours, and what they sign with our key.
        assertThat(texts(said.get("taken"))).containsOnly(yes);
        assertThat(texts(said.get("set"))).containsOnly(yes);
        // We take all of theirs.
        assertThat(replica.ingest(raws(said.get("all")), "node"))
                .noneMatch(written -> written instanceof Written.Refused)
                .filteredOn(written -> written instanceof Written.Accepted)
                .hasSize(said.get("all").size());
        // Then both have the same, in the same order, with the same winners.
        assertThat(written(replica, Query.ALL)).isEqualTo(said.get("all"));
        assertThat(written(replica, Query.LATEST)).isEqualTo(said.get("winners"));
        String address = said.get("own").get("address").asText();
        String secret = said.get("own").get("secret").asText();
        assertThat(Keypair.of(format, address, secret).good()).isPresent();
    }

    @Test
    void thePublishedSyncersSyncWithOurPub() throws Exception {
        syncs(Format.ES4, "+gardening.friends");
        syncs(Format.ES3, "+gardening.xxxxxxxxxxxxxxxxxxxx");
    }

    private static void syncs(Format format, String workspace) throws Exception {
        Keypair suzy = Keypair.random(format, "suzy").require();
        Address.Workspace address = Address.workspace(format, workspace).require();
        SocketPath at = new SocketPath(folder.resolve(format.label()));
        try (Replica there = Replica.open(new MemoryStore(address));
                Replica mine = Replica.open(new MemoryStore(address));
                HttpServer _ = HttpServer.start(at, new PubHandler(new Alone(there), false));
                HttpClient client = new HttpClient();
                TcpRelay relay = new TcpRelay(at.path())) {
            for (int i = 0; i < 300; i++) {
                accepted(mine.set(suzy, Draft.of("/mine/" + i, "x".repeat(i))));
            }
            PubClient.sync(request -> client.call(at, request), mine);

            double end = mine.now() + 3_600_000_000.0;
            JsonNode said = node.run(input(mine, suzy, end, relay.url()));

            assertThat(written(there, Query.ALL)).isEqualTo(said.get("all"));
            assertThat(there.size()).isGreaterThan(mine.size());
            PubClient.sync(request -> client.call(at, request), mine);
            assertThat(written(mine, Query.ALL)).isEqualTo(said.get("all"));
        }
    }

    /// One workspace.
    private record Alone(Replica replica) implements Workspaces {
        @Override
        public Optional<Replica> find(String address) {
            return Optional.of(replica).filter(it -> it.workspace().text().equals(address));
        }

        @Override
        public Optional<Replica> open(String address) {
            return find(address);
        }
    }

    /// @param url of a pub, which then gives the documents; empty for none
    private static String input(Replica replica, Keypair suzy, double end, String url)
            throws IOException {
        ObjectNode input = JSON.createObjectNode();
        input.put("format", replica.workspace().format().label());
        input.put("workspace", replica.workspace().text());
        input.put("url", url);
        input.set(
                "documents", url.isEmpty() ? written(replica, Query.ALL) : JSON.createArrayNode());
        input.set("keypair", keypair(suzy));
        ArrayNode writes = input.putArray("writes");
        CONTENTS.forEach(
                (path, content) -> writes.addObject().put("path", path).put("content", content));
        if (replica.workspace().format() == Format.ES4) {
            writes.addObject()
                    .put("path", "/short!")
                    .put("content", "theirs")
                    .put("deleteAfter", (long) end);
        }
        return ASCII.writeValueAsString(input);
    }

    private static ObjectNode keypair(Keypair author) {
        return JSON.createObjectNode()
                .put("address", author.author().text())
                .put("secret", author.secret());
    }

    private static JsonNode written(Replica replica, Query query) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (var each : replica.documents(query)) {
            all.add(JSON.readTree(DocumentJson.write(each)));
        }
        return all;
    }

    private static void accepted(Written written) {
        assertThat(written).isInstanceOf(Written.Accepted.class);
    }

    private static List<String> texts(JsonNode array) {
        return Vectors.list(array).stream().map(JsonNode::asText).toList();
    }
}
