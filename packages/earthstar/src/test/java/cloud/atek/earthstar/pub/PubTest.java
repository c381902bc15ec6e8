package cloud.atek.earthstar.pub;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Vectors;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Where we answer in another way, and better: broken input is no error of the pub's, large
    /// bodies of es.3 are taken, and nobody deletes a workspace.
    private static final Map<String, Integer> DIFFERENT =
            Map.ofEntries(
                    Map.entry("an object instead of an array", 400),
                    Map.entry("null inside", 200),
                    Map.entry("no body", 400),
                    Map.entry("no content type", 400),
                    Map.entry("invalid workspace address", 404),
                    Map.entry("body of about 200 kB", 200),
                    Map.entry("body over 10 MB", 200),
                    Map.entry("delete workspace (no authentication)", 404),
                    Map.entry("gone", 200),
                    Map.entry("delete unknown workspace", 404));

    private static final Set<String> NOT_HERE =
            Set.of("home page", "workspace page", "it comes back when pushed again");

    @TempDir private Path dir;

    /// Makes workspaces as they are asked for.
    private record Garden(Format format, boolean closed, Map<String, Replica> replicas)
            implements Workspaces {

        Garden(Format format, boolean closed) {
            this(format, closed, new ConcurrentHashMap<>());
        }

        @Override
        public Optional<Replica> find(String address) {
            return Optional.ofNullable(replicas.get(address));
        }

        @Override
        public Optional<Replica> open(String address) throws IOException {
            if (find(address).isPresent() || closed) {
                return find(address);
            }
            if (Address.workspace(format, address)
                    instanceof Checked.Good<Address.Workspace>(var workspace)) {
                replicas.put(address, Replica.open(new MemoryStore(workspace)));
            }
            return find(address);
        }
    }

    @Test
    void theTranscriptsOfThePublishedPubsHoldHere() throws IOException {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode session : Vectors.cases(format.label().replace(".", "") + "-http.json")) {
                List<String> args = new ArrayList<>();
                session.get("args").forEach(arg -> args.add(arg.asText()));
                var garden = new Garden(format, args.contains("--closed"));
                var pub = new PubHandler(garden, args.contains("--readonly"));
                for (JsonNode step : session.get("steps")) {
                    String note = step.path("note").asText("");
                    if (!NOT_HERE.contains(note) && step.has("request") && !args.contains("-d")) {
                        check(pub, note, step);
                    }
                    if (note.equals("gone")) {
                        break;
                    }
                }
            }
        }
    }

    private static void check(PubHandler pub, String note, JsonNode step) throws IOException {
        JsonNode expect = step.get("expect");
        Answer answer = pub.handle(request(step.get("request")));
        int wanted = DIFFERENT.getOrDefault(note, expect.get("status").asInt());
        byte[] body;
        int status;
        switch (answer) {
            case Response response -> {
                status = response.status();
                body = response.body().bytes(1 << 20);
                assertThat(response.headers().first("Access-Control-Allow-Origin")).contains("*");
            }
            case Answer.Written written -> {
                status = written.status();
                var out = new ByteArrayOutputStream();
                written.writer().write(out);
                body = out.toByteArray();
            }
            default -> throw new AssertionError(answer);
        }
        assertThat(status).as(note + step).isEqualTo(wanted);
        if (expect.has("json") && !DIFFERENT.containsKey(note)) {
            assertThat(JSON.readTree(body)).as(note).isEqualTo(expect.get("json"));
        }
    }

    private static Request request(JsonNode request) throws IOException {
        List<String> headers = new ArrayList<>();
        request.get("headers")
                .properties()
                .forEach(each -> {
                    headers.add(each.getKey());
                    headers.add(each.getValue().asText());
                });
        String text = request.path("body").asText("");
        JsonNode repeat = request.get("bodyRepeat");
        if (repeat != null) {
            text =
                    repeat.get("head").asText()
                            + repeat.get("text").asText().repeat(repeat.get("count").asInt())
                            + repeat.get("tail").asText();
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Request(
                request.get("method").asText(),
                request.get("path").asText(),
                Headers.of(headers.toArray(String[]::new)),
                Body.of(request.path("gzip").asBoolean() ? packed(body) : body));
    }

    private static byte[] packed(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    @Test
    void aReplicaSyncsWithAPub() throws IOException {
        Address.Workspace address = Address.workspace(Format.ES4, "+garden.pals").require();
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        var garden = new Garden(Format.ES4, false);
        SocketPath at = new SocketPath(dir.resolve("pub.sock"));
        try (HttpServer _ = HttpServer.start(at, new PubHandler(garden, false));
                HttpClient client = new HttpClient();
                Replica mine = Replica.open(new MemoryStore(address));
                Replica yours = Replica.open(new MemoryStore(address))) {
            for (int i = 0; i < 250; i++) {
                mine.set(suzy, Draft.of("/p/" + i, "x".repeat(i)));
            }
            PubLink link = request -> client.call(at, request);

            assertThat(PubClient.sync(link, mine)).isEqualTo(new PubClient.Moved(0, 250, 0));
            assertThat(PubClient.sync(link, yours)).isEqualTo(new PubClient.Moved(250, 0, 0));
            assertThat(PubClient.sync(link, mine)).isEqualTo(new PubClient.Moved(0, 0, 0));
            assertThat(yours.documents(Query.ALL)).isEqualTo(mine.documents(Query.ALL));
        }
    }
}
