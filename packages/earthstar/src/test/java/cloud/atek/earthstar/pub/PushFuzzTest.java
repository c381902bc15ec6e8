package cloud.atek.earthstar.pub;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.testkit.Fuzz;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Bodies of pushes, packed or not, and paths of requests, changed in any way: the pub answers, and
/// keeps nothing that was not signed.
class PushFuzzTest {

    private static final String WORKSPACE = "+garden.abc";
    private static final String TARGET = "/earthstar-api/v1/" + WORKSPACE + "/documents";
    private static final int FIXED_BYTES = 2 << 20;
    private static final int BYTES_EACH = 1_024;

    private static List<byte[]> bodies;
    private static Set<Document> signed;

    /// What the pub says of a push that it does not take whole.
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;
    }

    /// One workspace.
    private record Alone(Replica replica) implements Workspaces {
        @Override
        public Optional<Replica> find(String address) {
            return address.equals(WORKSPACE) ? Optional.of(replica) : Optional.empty();
        }

        @Override
        public Optional<Replica> open(String address) {
            return find(address);
        }
    }

    @BeforeAll
    static void sign() throws IOException {
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        try (Replica replica = replica()) {
            replica.set(suzy, Draft.of("/a", "a"));
            replica.set(suzy, Draft.of("/b", "b \u00fc \"\\"));
            List<Document> all = replica.documents(Query.ALL);
            signed = Set.copyOf(all);
            String both = DocumentJson.write(all.getFirst()) + "," + DocumentJson.write(all.get(1));
            bodies =
                    List.of(
                            utf8("[" + both + "]"),
                            utf8("[" + DocumentJson.write(all.getFirst()) + "]"),
                            utf8("[]"));
        }
    }

    @Test
    void pushesOfAnyBytesAreAnswered() throws IOException {
        push(3_000);
    }

    @Test
    @Tag("slow")
    void pushesOfManyBytesAreAnswered() throws IOException {
        push(300_000);
    }

    private static void push(int inputs) throws IOException {
        try (Replica replica = replica()) {
            var pub = new PubHandler(new Alone(replica), false);
            fuzz("push", bodies, body -> push(pub, replica, body, false)).run(inputs);
            List<byte[]> packed = bodies.stream().map(PushFuzzTest::packed).toList();
            fuzz("packed push", packed, body -> push(pub, replica, body, true)).run(inputs);
        }
    }

    private static void push(PubHandler pub, Replica replica, byte[] body, boolean packed)
            throws IOException, RefusedException {
        Headers headers = Headers.of("Content-Type", "application/json");
        var request =
                new Request(
                        "POST",
                        TARGET,
                        packed ? headers.with("Content-Encoding", "gzip") : headers,
                        Body.of(body));
        Response answer = (Response) pub.handle(request);
        assertThat(answer.status()).isIn(200, 400, 413);
        assertThat(signed).containsAll(replica.documents(Query.ALL));
        if (answer.status() != 200) {
            throw new RefusedException();
        }
    }

    @Test
    void requestsOfAnyPathAreAnswered() throws IOException {
        try (Replica replica = replica()) {
            var pub = new PubHandler(new Alone(replica), false);
            List<byte[]> paths =
                    List.of(
                            utf8(TARGET),
                            utf8("/earthstar-api/v1/%2Bgarden.abc/paths/"),
                            utf8("/EARTHSTAR-API/v1/+garden.abc/Documents"));
            fuzz(
                            "path",
                            paths,
                            path -> {
                                if (pub.handle(get(path)) instanceof Response answer
                                        && answer.status() != 200) {
                                    assertThat(answer.status()).isIn(400, 404);
                                    throw new RefusedException();
                                }
                            })
                    .run(3_000);
        }
    }

    /// As far as a server hands it on.
    private static Request get(byte[] path) throws RefusedException {
        try {
            return Request.get(new String(path, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new RefusedException();
        }
    }

    private static Fuzz fuzz(String name, List<byte[]> good, Fuzz.Reader reader) {
        return new Fuzz(
                name, good, Set.of(RefusedException.class), FIXED_BYTES, BYTES_EACH, reader);
    }

    private static Replica replica() throws IOException {
        return Replica.open(new MemoryStore(Address.workspace(Format.ES4, WORKSPACE).require()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] body) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
