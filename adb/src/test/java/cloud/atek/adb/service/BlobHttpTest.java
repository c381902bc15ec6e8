package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.BlobApi;
import cloud.atek.crypto.Hash;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.ServiceEnvironment;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Blobs over the socket of a real process with a small heap.
class BlobHttpTest {

    private static final long LARGE = 256L << 20;
    private static final String TYPE = "Content-Type";

    private final Path dir;
    private AdbProcess adb;
    private String id;
    private String serverDbId;

    BlobHttpTest() throws IOException {
        this.dir = Files.createTempDirectory(Path.of("/tmp"), "adb");
    }

    @BeforeEach
    void start() throws Exception {
        adb = AdbProcess.start(dir);
        adb.call("init", Map.of("serverDbId", ""));
        serverDbId = adb.call("getConfig").at("/result/serverDbId").asText();
        id = adb.call("bob", "notes", "dbGetOrCreate", "main").at("/result/dbId").asText();
    }

    @AfterEach
    void delete() throws IOException {
        adb.close();
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private record Got(int status, Headers headers, String text) {
        String header(String name) {
            return headers.first(name).orElse("");
        }
    }

    private Got ask(String method, String path, String text, String... headers) throws IOException {
        return askAs("bob", "notes", method, "db=main&path=" + path, text, headers);
    }

    private Got askAs(
            String user,
            String service,
            String method,
            String query,
            String text,
            String... headers)
            throws IOException {
        Body body = Body.of(text.getBytes(UTF_8));
        String target = "/_api/adb-blobs?" + query;
        try (Response answer = adb.send(user, service, method, target, Headers.of(headers), body)) {
            String said = new String(answer.body().bytes(1 << 20), UTF_8);
            return new Got(answer.status(), answer.headers(), said);
        }
    }

    @Test
    void blobIsPutReadListedAndDeleted() throws IOException {
        Got put = ask("PUT", "/a/cat.png", "meow", TYPE, "image/png");
        String hash = Hash.of("meow".getBytes(UTF_8)).hex();

        assertThat(put.status()).isEqualTo(201);
        assertThat(put.text())
                .isEqualTo(
                        "{\"key\":\"cat.png\",\"path\":\"/a/cat.png\",\"url\":\"/_atek/gateway?api="
                                + "atek.cloud/adb-blobs&db="
                                + id
                                + "&path=/a/cat.png\",\"seq\":2,\"size\":4,\"type\":\"image/png\","
                                + "\"hash\":\""
                                + hash
                                + "\"}");
        Got got = ask("GET", "/a/cat.png", "");
        assertThat(got.text()).isEqualTo("meow");
        assertThat(got.header(TYPE)).isEqualTo("image/png");
        assertThat(got.header("ETag")).isEqualTo("\"" + hash + "\"");
        assertThat(got.header("Content-Disposition")).isEqualTo("inline; filename*=UTF-8''cat.png");
        JsonNode list = adb.call("bob", "notes", "blobList", "main", "/a").path("result");
        assertThat(list.at("/blobs/0/key").asText()).isEqualTo("cat.png");
        assertThat(adb.call("bob", "notes", "blobStat", id, "/a/cat.png").path("result"))
                .hasToString(put.text());
        JsonNode stat = adb.call("bob", "notes", "stat", id).path("result");
        assertThat(stat.path("blobs").asInt()).isEqualTo(1);
        assertThat(stat.path("blobBytes").asInt()).isEqualTo(4);
        assertThat(ask("PUT", "/a/cat.png", "purr", TYPE, "image/png").status()).isEqualTo(200);
        assertThat(ask("DELETE", "/a/cat.png", "").status()).isEqualTo(204);
        assertThat(ask("GET", "/a/cat.png", "").status()).isEqualTo(404);
        assertThat(ask("DELETE", "/a/cat.png", "").status()).isEqualTo(204);
        assertThat(contents()).isEmpty();
    }

    /// The snippet of docs/adb.md.
    @Test
    void blobGoesThroughTheApisOfTheHost() throws Exception {
        try (var host = HttpServer.start(new SocketPath(dir.resolve("h")), this::passOn);
                var apis = new HostApis(environment(host.at()))) {
            Path file = Files.writeString(dir.resolve("cat.png"), "meow");
            try (InputStream in = Files.newInputStream(file)) {
                var put =
                        new Request(
                                "PUT",
                                "/?db=main&path=/photos/cat.png",
                                Headers.of("Content-Type", "image/png"),
                                Body.of(in, Files.size(file)));
                apis.send(BlobApi.BLOBS, put).close();
            }
            var get = Request.get("/?db=main&path=/photos/cat.png");
            try (Response cat = apis.send(BlobApi.BLOBS, get)) {
                assertThat(cat.body().in()).hasContent("meow");
            }
        }
    }

    /// What the host does with it.
    private Response passOn(Request request) throws IOException {
        assertThat(request.target()).startsWith("/_atek/gateway?api=atek.cloud%2Fadb-blobs&db=");
        return adb.send(
                "bob",
                "notes",
                request.method(),
                "/_api/adb-blobs?" + request.query(),
                request.headers(),
                request.body());
    }

    private static ServiceEnvironment environment(SocketPath host) {
        return new ServiceEnvironment(
                new SocketPath(Path.of("/tmp/none")),
                new ServiceKey("notes"),
                1,
                "token",
                host,
                Path.of("/tmp"));
    }

    @Test
    void partsAreAskedForByRanges() throws IOException {
        String tag = ask("PUT", "/a", "0123456789").header("ETag");

        Got part = ask("GET", "/a", "", "Range", "bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(ask("GET", "/a", "", "Range", "bytes=-3").text()).isEqualTo("789");
        assertThat(ask("GET", "/a", "", "Range", "bytes=8-").text()).isEqualTo("89");
        Got beyond = ask("GET", "/a", "", "Range", "bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(ask("GET", "/a", "", "Range", "bytes=0-1", "If-Range", tag).text())
                .isEqualTo("01");
        assertThat(ask("GET", "/a", "", "Range", "bytes=0-1", "If-Range", "\"x\"").text())
                .isEqualTo("0123456789");
        Got head = ask("HEAD", "/a", "", "Range", "bytes=0-1");
        assertThat(head.status()).isEqualTo(206);
        assertThat(head.header("Content-Length")).isEqualTo("2");
        assertThat(ask("HEAD", "/a", "").header("Content-Length")).isEqualTo("10");
        assertThat(ask("GET", "/a", "", "If-None-Match", "\"x\", " + tag).status()).isEqualTo(304);
        assertThat(ask("PUT", "/empty", "").status()).isEqualTo(201);
        assertThat(ask("GET", "/empty", "").text()).isEmpty();
    }

    @Test
    void contentNeverRunsWhereItIsFetched() throws IOException {
        Map<String, String> sent =
                Map.of(
                        "text/html", "text/html",
                        "image/svg+xml", "image/svg+xml",
                        "text/javascript", "application/octet-stream",
                        "Application/X-JavaScript; charset=x", "application/octet-stream",
                        "text/css", "application/octet-stream",
                        "application/pdf", "application/pdf");
        for (Map.Entry<String, String> one : sent.entrySet()) {
            ask("PUT", "/a", "<script>alert(1)</script>", TYPE, one.getKey());
            Got got = ask("GET", "/a", "");

            assertThat(got.header(TYPE)).isEqualTo(one.getValue());
            assertThat(got.header("Content-Disposition")).startsWith("attachment");
            assertThat(got.headers().all("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .contains("default-src 'none'")
                    .contains("sandbox");
            assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(got.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        }
        for (String shown : List.of("image/png", "video/mp4", "audio/ogg", "text/plain")) {
            ask("PUT", "/b", "x", TYPE, shown);
            assertThat(ask("GET", "/b", "").header("Content-Disposition")).startsWith("inline");
        }
    }

    @Test
    void wrongHashIsRefusedAndNothingKept() throws IOException {
        String right = digest("right");

        Got wrong = ask("PUT", "/a", "wrong", "Repr-Digest", right);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("nothing was kept");
        assertThat(contents()).isEmpty();
        assertThat(ask("PUT", "/a", "right", "Repr-Digest", right).status()).isEqualTo(201);
        assertThat(ask("PUT", "/a", "right", "Content-Digest", "sha-512=:AA==:").status())
                .isEqualTo(400);
        assertThat(ask("GET", "/a", "").header("Repr-Digest")).isEqualTo(right);
        assertThat(ask("PUT", "/a", "x", "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(ask("DELETE", "/a", "", "If-Match", "\"" + "0".repeat(64) + "\"").status())
                .isEqualTo(412);
    }

    @Test
    void onlyWhoMayReadsAndWrites() throws IOException {
        ask("PUT", "/a", "private");
        String query = "db=" + id + "&path=/a";
        for (List<String> other : List.of(List.of("bob", "mail"), List.of("eve", "notes"))) {
            for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
                Got got = askAs(other.get(0), other.get(1), method, query, "evil");
                assertThat(got.status()).as(method).isEqualTo(403);
            }
            for (String method : List.of("blobList", "blobStat", "blobDelete")) {
                assertThat(adb.call(other.get(0), other.get(1), method, id, "/a").at("/error/code"))
                        .hasToString("-32003");
            }
        }
        adb.call("bob", "notes", "dbConfigure", "main", Map.of("access", "public"));
        assertThat(askAs("eve", "mail", "GET", query, "").text()).isEqualTo("private");
        assertThat(askAs("eve", "mail", "PUT", query, "evil").status()).isEqualTo(403);
        assertThat(askAs("eve", "mail", "DELETE", query, "").status()).isEqualTo(403);
        assertThat(ask("GET", "/a", "").text()).isEqualTo("private");
    }

    @Test
    void badRequestsAreRefusedInWords() throws IOException {
        for (String query :
                List.of(
                        "",
                        "db=main",
                        "db=main&path=/",
                        "db=main&path=%FF",
                        "db=main&path=[1]",
                        "db=main&path=/a&path=/b",
                        "db=main&path=%00")) {
            Got got = askAs("bob", "notes", "GET", query, "");
            assertThat(got.status()).as(query).isEqualTo(400);
            assertThat(got.text()).startsWith("{\"error\":true,\"message\":\"");
        }
        assertThat(askAs("bob", "notes", "GET", "db=other&path=/a", "").status()).isEqualTo(404);
        assertThat(ask("PUT", "/a", "x", TYPE, "no type").status()).isEqualTo(400);
        assertThat(ask("PUT", "/a", "x", TYPE, "a/" + "b".repeat(300)).status()).isEqualTo(400);
        assertThat(ask("PATCH", "/a", "x").status()).isEqualTo(405);
        assertThat(ask("PUT", "[\"a\",\"b%2Fc\"]", "slash").status()).isEqualTo(201);
        assertThat(ask("GET", "[\"a\",\"b%2Fc\"]", "").text()).isEqualTo("slash");
        assertThat(contents()).hasSize(1);
    }

    @Test
    void largeBlobGoesThroughASmallHeap() throws Exception {
        String target = "/_api/adb-blobs?db=main&path=/large";
        var sent = new Noise(LARGE);
        for (long length : new long[] {LARGE, Body.UNKNOWN}) {
            sent = new Noise(LARGE);
            try (Response put =
                    adb.send("bob", "notes", "PUT", target, Headers.NONE, Body.of(sent, length))) {
                JsonNode said = MessageCodec.JSON.readTree(put.body().bytes(1 << 20));
                assertThat(said.path("hash").asText()).isEqualTo(sent.hash());
                assertThat(said.path("size").asLong()).isEqualTo(LARGE);
            }
        }
        try (Response got = adb.send("bob", "notes", "GET", target, Headers.NONE, Body.none())) {
            assertThat(hash(got.body().in())).isEqualTo(sent.hash());
        }
        // A heap of 64 MiB, what the JVM needs beside it, and no blob.
        assertThat(adb.peakKib()).isLessThan(200 << 10);
    }

    @Test
    void clientThatGoesAwayLeavesNothing() throws Exception {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(adb.socket().path()))) {
            String head =
                    String.join(
                            "\r\n",
                            "PUT /_api/adb-blobs?db=main&path=/half HTTP/1.1",
                            "Host: x",
                            "Atek-Auth-User: bob",
                            "Atek-Auth-Service: notes",
                            "Content-Length: 1000000",
                            "",
                            "half");
            channel.write(ByteBuffer.wrap(head.getBytes(UTF_8)));
            awaitFiles(1);
        }

        awaitFiles(0);
        assertThat(ask("GET", "/half", "").status()).isEqualTo(404);
    }

    @Test
    void killLeavesNoPathWithoutItsContent() throws Exception {
        for (int round = 0; round < 3; round++) {
            var writers = Stream.iterate(0, i -> i + 1).limit(4).map(this::writer).toList();
            Instant end = Instant.now().plus(Duration.ofSeconds(20));
            while (contents().size() < 4 + round * 3 && Instant.now().isBefore(end)) {
                Thread.sleep(1);
            }
            adb.kill();
            for (Thread writer : writers) {
                writer.join();
            }
            adb.close();
            adb = AdbProcess.start(dir);
            adb.call("init", Map.of("serverDbId", serverDbId));
            requireEveryContent();
        }
    }

    private Thread writer(int number) {
        var random = new Random();
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            ask(
                                    "PUT",
                                    "/" + number + "/" + random.nextInt(20),
                                    "content %d ".formatted(random.nextInt()).repeat(20_000));
                        }
                    } catch (IOException e) {
                        // It was killed.
                    }
                });
    }

    private void requireEveryContent() throws Exception {
        JsonNode all = adb.call("bob", "notes", "blobList", "main", "/").at("/result/blobs");
        for (JsonNode one : all) {
            Got got = ask("GET", one.path("path").asText(), "");
            assertThat(got.status()).as(one.toString()).isEqualTo(200);
            assertThat(Hash.of(got.text().getBytes(UTF_8)).hex())
                    .isEqualTo(one.path("hash").asText());
        }
        long distinct = all.findValuesAsText("hash").stream().distinct().count();
        awaitFiles(distinct);
    }

    private void awaitFiles(long count) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (contents().size() != count && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
        assertThat(contents()).hasSize((int) count);
    }

    private List<Path> contents() throws IOException {
        Path blobs = dir.resolve("data/blobs");
        if (!Files.exists(blobs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.find(blobs, 9, (_, is) -> is.isRegularFile())) {
            return all.toList();
        } catch (UncheckedIOException e) {
            // Something went while we looked.
            return contents();
        }
    }

    private static String digest(String text) {
        byte[] hash = Hash.of(text.getBytes(UTF_8)).value().toArray();
        return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
    }

    private static String hash(InputStream in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        var piece = new byte[1 << 16];
        for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
            digest.update(piece, 0, came);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Bytes that nobody has in memory.
    private static final class Noise extends InputStream {
        private final MessageDigest digest;
        private final byte[] block = new byte[1 << 16];
        private long left;

        Noise(long size) throws Exception {
            this.digest = MessageDigest.getInstance("SHA-256");
            this.left = size;
            new Random(1).nextBytes(block);
        }

        String hash() throws Exception {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(left, length), block.length);
            block[(int) (left & 0xFFFF)]++;
            System.arraycopy(block, 0, into, offset, count);
            digest.update(into, offset, count);
            left -= count;
            return count;
        }
    }
}
