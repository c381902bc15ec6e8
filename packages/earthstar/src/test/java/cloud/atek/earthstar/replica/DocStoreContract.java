package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.Vectors;
import cloud.atek.earthstar.format.Verifier;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store does for a replica, and what the published packages answered to the same: see
/// [Vectors]. Where their two storages differ, ours have the case of paths of the one in memory,
/// and the documents behind one that is over, of the one on disk.
abstract class DocStoreContract {

    static final long NOW = 1_700_000_000_000_000L;

    private final Verifier verifier = new Verifier();

    /// An empty store.
    abstract DocStore store(Address.Workspace workspace) throws IOException;

    /// Whether [#reopened] gives back what was there.
    abstract boolean durable();

    /// The store after it was closed.
    abstract DocStore reopened(DocStore store) throws IOException;

    @Test
    void queriesOfEs3AreAnsweredAsByThePublishedPackage() throws IOException {
        queries(Format.ES3, "es3-query.json", "values", NOW, NOW);
    }

    @Test
    void queriesOfEs4AreAnsweredAsByThePublishedPackage() throws IOException {
        queries(Format.ES4, "es4-query.json", "contents", NOW, NOW + 2);
    }

    private void queries(Format format, String file, String values, long ingest, long asked)
            throws IOException {
        JsonNode vectors = Vectors.file(file);
        var clock = new Moving(ingest);
        var stores = new ArrayList<Replica>();
        for (JsonNode documents : vectors.get("stores")) {
            Replica replica = replica(format, vectors.get("workspace"), clock);
            replica.ingest(raws(documents), "them");
            stores.add(replica);
        }
        clock.set(asked);
        for (JsonNode each : vectors.get("cases")) {
            JsonNode documents = vectors.get("stores").get(each.get("store").asInt());
            Replica replica = stores.get(each.get("store").asInt());
            JsonNode expect = expected(each, each.get("store").asInt() == 3);
            Query query = QueryJson.read(each.get("query"));
            assertThat(replica.documents(query))
                    .as(each.toString())
                    .isEqualTo(at(format, documents, expect.get("documents")));
            assertThat(replica.paths(query))
                    .as(each.toString())
                    .isEqualTo(texts(expect.get("paths")));
            assertThat(replica.values(query)).hasSize(expect.get(values).asInt());
        }
        for (Replica replica : stores) {
            replica.close();
        }
    }

    @Test
    void conflictsEndAsInThePublishedPackages() throws IOException {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each :
                    Vectors.cases(format.label().replace(".", "") + "-conflict.json")) {
                conflict(format, each);
            }
        }
    }

    private void conflict(Format format, JsonNode test) throws IOException {
        var clock = new Moving(test.get("now").asLong());
        JsonNode expect = expected(test, false);
        String id = test.get("id").asText();
        try (Replica replica = replica(format, test.get("workspace"), clock);
                Follower follower = replica.follow()) {
            for (JsonNode step : expect.get("steps")) {
                if (step.has("now")) {
                    clock.set(step.get("now"));
                }
                JsonNode document = test.get("docs").get(step.get("ingest").asInt());
                Written written = replica.ingest(raw(document), "them");
                assertThat(written instanceof Written.Accepted)
                        .as(id)
                        .isEqualTo(accepted(step.get("result")));
                Optional<Arrival> heard = follower.next(Duration.ZERO);
                JsonNode events = step.path("events");
                if (events.isArray()) {
                    assertThat(heard.isPresent()).as(id).isEqualTo(!events.isEmpty());
                    heard.ifPresent(arrival ->
                            assertThat(((Arrival.Came) arrival).latest())
                                    .as(id)
                                    .isEqualTo(events.get(0).get("isLatest").asBoolean()));
                }
            }
            assertThat(replica.documents(Query.LATEST))
                    .as(id)
                    .isEqualTo(at(format, test.get("docs"), expect.get("documents")));
            assertThat(replica.documents(Query.ALL))
                    .as(id)
                    .isEqualTo(at(format, test.get("docs"), expect.get("history")));
            assertThat(replica.paths(Query.LATEST)).isEqualTo(texts(expect.get("paths")));
            assertThat(replica.authors()).isEqualTo(texts(expect.get("authors")));
        }
    }

    @Test
    void setDoesWhatThePublishedPackagesDo() throws IOException {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each : Vectors.cases(format.label().replace(".", "") + "-set.json")) {
                sets(format, each);
            }
        }
    }

    private void sets(Format format, JsonNode test) throws IOException {
        var clock = new Moving(0);
        List<JsonNode> expect = Vectors.list(test.get("expect").get("both"));
        try (Replica replica = replica(format, test.get("workspace"), clock)) {
            for (int i = 0; i < test.get("ops").size(); i++) {
                JsonNode op = test.get("ops").get(i);
                JsonNode wanted = op.get("docToSet");
                if (!wanted.get("format").asText().equals(format.label())) {
                    continue;
                }
                clock.set(op.get("now"));
                Keypair author = pair(format, test.get("keypairs").get(op.get("author").asInt()));
                Written written = replica.set(author, draft(format, wanted));
                String as = test.get("id").asText() + " " + i;
                assertThat(written instanceof Written.Accepted)
                        .as(as + written)
                        .isEqualTo(accepted(expect.get(i).get("result")));
                JsonNode winner = expect.get(i).get("winner");
                assertThat(replica.document(wanted.get("path").asText()).map(DocumentJson::write))
                        .as(as)
                        .isEqualTo(
                                winner == null || winner.isNull()
                                        ? Optional.empty()
                                        : Optional.of(
                                                DocumentJson.write(
                                                        Vectors.document(format, winner))));
            }
        }
    }

    @Test
    void whatIsOverIsInNoAnswerAndSweepingChangesNone() throws IOException {
        JsonNode test = Vectors.cases("es4-ephemeral.json").getFirst();
        var clock = new Moving(NOW);
        JsonNode documents = test.get("docs");
        for (boolean sweep : new boolean[] {false, true}) {
            clock.set(NOW);
            try (Replica replica = replica(Format.ES4, test.get("workspace"), clock)) {
                replica.ingest(raws(documents), "them");
                for (JsonNode step : test.get("expect").get("sqlite")) {
                    if (!step.has("now")) {
                        continue;
                    }
                    clock.set(step.get("now"));
                    if (sweep) {
                        replica.sweep();
                    }
                    assertThat(replica.documents(Query.LATEST))
                            .as(step.toString())
                            .isEqualTo(at(Format.ES4, documents, step.get("documents")));
                    assertThat(replica.documents(Query.ALL))
                            .isEqualTo(at(Format.ES4, documents, step.get("history")));
                    assertThat(replica.paths(Query.LATEST)).isEqualTo(texts(step.get("paths")));
                    assertThat(replica.authors()).isEqualTo(texts(step.get("authors")));
                }
                assertThat(replica.size()).isEqualTo(sweep ? 1 : documents.size());
            }
        }
    }

    @Test
    void forgettingRemovesWhatIsAskedFor() throws IOException {
        JsonNode vectors = Vectors.file("es4-forget.json");
        var clock = new Moving(vectors.get("now").asLong());
        for (JsonNode each : vectors.get("cases")) {
            try (Replica replica = replica(Format.ES4, vectors.get("workspace"), clock)) {
                replica.ingest(raws(vectors.get("docs")), "them");
                Query query = QueryJson.read(each.get("query"));
                if (query.history() == Query.History.ALL) {
                    replica.forget(query);
                } else {
                    assertThatThrownBy(() -> replica.forget(query))
                            .isInstanceOf(IllegalArgumentException.class);
                }
                JsonNode expect = each.get("expect");
                assertThat(replica.documents(Query.ALL))
                        .as(each.toString())
                        .isEqualTo(
                                at(
                                        Format.ES4,
                                        vectors.get("docs"),
                                        (expect.has("both")
                                                        ? expect.get("both")
                                                        : expect.get("memory"))
                                                .get("left")));
            }
        }
    }

    @Test
    void settingsStayAndNothingWorksAfterClosing() throws IOException {
        Address.Workspace workspace = Address.workspace(Format.ES4, "+a.b").require();
        Replica replica = Replica.open(store(workspace));
        replica.configure("a", "2");
        replica.configure("b", "3");
        replica.configure("b", null);
        assertThat(replica.config("a")).contains("2");
        assertThat(replica.config("b")).isEmpty();
        Follower follower = replica.follow();
        replica.close();
        replica.close();

        assertThat(replica.closed()).isTrue();
        assertThat(follower.next(Duration.ofMinutes(1))).contains(new Arrival.Closed());
        assertThatThrownBy(() -> replica.documents(Query.ALL))
                .isInstanceOf(ReplicaClosedException.class);
        assertThatThrownBy(() -> replica.ingest(List.of(), ""))
                .isInstanceOf(ReplicaClosedException.class);
    }

    @Test
    void documentsComeBackWithEveryCharacter() throws IOException {
        Address.Workspace workspace = Address.workspace(Format.ES4, "+a.b").require();
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        List<String> contents =
                List.of(
                        "",
                        "plain",
                        "\0\n\t\"\\",
                        "gr\u00fc\u00df \ud83c\udf3b",
                        "\ud800 alone",
                        "x".repeat(100_000));
        DocStore store = store(workspace);
        var written = new ArrayList<Document>();
        try (Replica replica = Replica.open(store)) {
            for (String content : contents) {
                Written set = replica.set(suzy, Draft.of("/" + written.size(), content));
                written.add(((Written.Accepted) set).document());
            }
            replica.configure("own", "setting");
            assertThat(replica.documents(Query.ALL)).isEqualTo(written);
            assertThat(replica.values(Query.ALL)).isEqualTo(contents);
        }
        if (durable()) {
            try (Replica again = Replica.open(reopened(store))) {
                assertThat(again.documents(Query.ALL)).isEqualTo(written);
                assertThat(again.config("own")).contains("setting");
            }
        }
    }

    @Test
    void ofManyVersionsInOneBatchTheNewestStays() throws IOException {
        Address.Workspace workspace = Address.workspace(Format.ES4, "+a.b").require();
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        var batch = new ArrayList<RawDocument>();
        for (int i = 0; i < 10; i++) {
            Document version =
                    suzy.sign("+a.b", Draft.of("/x", "v" + i), (double) NOW + i, NOW, NOW + 10.0)
                            .require();
            batch.add(DocumentJson.parse(DocumentJson.write(version)).require());
        }
        batch.add(batch.get(3));
        try (Replica replica = Replica.open(store(workspace), new Moving(NOW), verifier)) {
            List<Written> written = replica.ingest(batch, "them");

            assertThat(written.getLast()).isEqualTo(new Written.Ignored());
            assertThat(replica.values(Query.ALL)).containsExactly("v9");
            assertThat(replica.ingest(batch, "them")).containsOnly(new Written.Ignored());
        }
    }

    @Test
    void aDocumentOfAnotherWorkspaceIsRefused() throws IOException {
        Address.Workspace workspace = Address.workspace(Format.ES4, "+a.b").require();
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        Document other = suzy.sign("+c.d", Draft.of("/x", ""), NOW, NOW, NOW).require();
        try (Replica replica = Replica.open(store(workspace), new Moving(NOW), verifier)) {
            assertThat(replica.ingest(raw(DocumentJson.write(other)), "them"))
                    .isEqualTo(new Written.Refused(new Refusal.OtherWorkspace("+a.b", "+c.d")));
            assertThat(replica.size()).isZero();
        }
    }

    private Replica replica(Format format, JsonNode workspace, Moving clock) throws IOException {
        Address.Workspace address = Address.workspace(format, workspace.asText()).require();
        return Replica.open(store(address), clock, verifier);
    }

    private static JsonNode expected(JsonNode test, boolean ends) {
        JsonNode expect = test.get("expect");
        return expect.has("both") ? expect.get("both") : expect.get(ends ? "sqlite" : "memory");
    }

    static List<RawDocument> raws(JsonNode documents) {
        return Vectors.list(documents).stream().map(DocStoreContract::raw).toList();
    }

    static RawDocument raw(JsonNode document) {
        return raw(document.toString());
    }

    private static RawDocument raw(String json) {
        return DocumentJson.parse(json).require();
    }

    static List<Document> at(Format format, JsonNode documents, JsonNode places) {
        return Vectors.list(places).stream()
                .map(place -> Vectors.document(format, documents.get(place.asInt())))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return Vectors.list(array).stream().map(JsonNode::asText).toList();
    }

    private static boolean accepted(JsonNode result) {
        return result.isBoolean() ? result.asBoolean() : result.asText().equals("ACCEPTED");
    }

    private static Keypair pair(Format format, JsonNode pair) {
        return Keypair.of(format, pair.get("address").asText(), pair.get("secret").asText())
                .require();
    }

    private static Draft draft(Format format, JsonNode wanted) {
        return new Draft(
                wanted.get("path").asText(),
                wanted.get(format == Format.ES3 ? "value" : "content").asText(),
                number(wanted.get("timestamp")),
                number(wanted.get("deleteAfter")));
    }

    private static @Nullable Double number(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : Objects.requireNonNull(node).asDouble();
    }
}
