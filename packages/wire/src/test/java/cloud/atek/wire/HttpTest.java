package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTest {

    private static final int BODY_BYTES_MAX = 8 << 20;

    private ShortDir dir;
    private SocketPath socket;
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        socket = dir.socket("s");
        server = HttpServer.start(socket, HttpTest::handle);
        client = new HttpClient();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        dir.close();
    }

    private static Answer handle(Request request) throws IOException {
        return switch (request.path()) {
            case "/hello" -> Response.text(200, "Hello, " + request.query());
            case "/echo" -> new Response(200, Headers.NONE, Body.of(request.body().in(), -1));
            case "/length" -> Response.text(200, "" + request.body().bytes(BODY_BYTES_MAX).length);
            case "/headers" -> new Response(200, request.headers(), Body.none());
            case "/ignore" -> Response.text(200, "ignored");
            case "/events" ->
                    new Answer.Written(
                            200,
                            Headers.NONE,
                            out -> {
                                for (int i = 0; i < 3; i++) {
                                    out.write(("event " + i + "\n").getBytes(UTF_8));
                                    out.flush();
                                }
                            });
            case "/cut" ->
                    new Answer.Written(
                            200,
                            Headers.NONE,
                            out -> {
                                out.write(1);
                                out.flush();
                                throw new IOException("the source broke");
                            });
            case "/empty" -> Response.empty(204);
            case "/broken" -> throw new IOException("private");
            default -> Response.text(404, "no such page");
        };
    }

    private String text(Request request) throws IOException {
        try (Response response = client.call(socket, request)) {
            return new String(response.body().bytes(BODY_BYTES_MAX), UTF_8);
        }
    }

    private static Request post(String target, byte[] body) {
        return new Request("POST", target, Headers.NONE, Body.of(body));
    }

    private static Request post(String target, InputStream body) {
        return new Request("POST", target, Headers.NONE, Body.of(body, Body.UNKNOWN));
    }

    private static byte[] random(int bytes) {
        byte[] body = new byte[bytes];
        new Random(1).nextBytes(body);
        return body;
    }

    @Test
    void callIsAnswered() throws Exception {
        assertThat(text(Request.get("/hello?Ada"))).isEqualTo("Hello, Ada");
        assertThat(text(Request.get("/nowhere"))).isEqualTo("no such page");
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        var head = new Request("HEAD", "/hello?Ada", Headers.NONE, Body.none());

        try (Response response = client.call(socket, head)) {
            assertThat(response.headers().first("Content-Length")).contains("10");
            assertThat(response.body().bytes(1)).isEmpty();
        }
        assertThat(text(Request.get("/hello?Eve"))).isEqualTo("Hello, Eve");
    }

    @Test
    void answerWithoutContentHasNoLength() throws Exception {
        try (Response response = client.call(socket, Request.get("/empty"))) {
            assertThat(response.status()).isEqualTo(204);
            assertThat(response.headers().size()).isZero();
        }
    }

    @Test
    void threeMegabytesAreEchoedInChunksBothWays() throws Exception {
        byte[] body = random(3 << 20);

        try (Response response =
                client.call(socket, post("/echo", new ByteArrayInputStream(body)))) {
            assertThat(response.body().bytes(BODY_BYTES_MAX)).isEqualTo(body);
        }
        try (Response response = client.call(socket, post("/echo", body))) {
            assertThat(response.body().bytes(BODY_BYTES_MAX)).isEqualTo(body);
        }
    }

    @Test
    void connectionIsKeptWhenTheBodyWasReadAndIgnored() throws Exception {
        var threads = new ArrayList<String>();
        server.close();
        server =
                HttpServer.start(
                        socket,
                        Limits.DEFAULT,
                        Thread.ofVirtual().name("c", 0).factory(),
                        request -> {
                            threads.add(Thread.currentThread().getName());
                            return handle(request);
                        });

        assertThat(text(post("/length", random(30_000)))).isEqualTo("30000");
        assertThat(text(post("/ignore", random(30_000)))).isEqualTo("ignored");
        assertThat(text(Request.get("/events"))).isEqualTo("event 0\nevent 1\nevent 2\n");
        assertThat(text(Request.get("/hello?x"))).isEqualTo("Hello, x");
        assertThat(threads).containsOnly("c0").hasSize(4);
    }

    @Test
    void largeIgnoredBodyIsStillAnswered() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(text(post("/ignore", random(5 << 20)))).isEqualTo("ignored");
        }
    }

    @Test
    void cutAnswerIsNotTakenForWhole() throws Exception {
        try (Response response = client.call(socket, Request.get("/cut"))) {
            assertThatThrownBy(() -> response.body().bytes(10)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void failedSourceOfAnUploadIsNotTakenForItsEnd() throws Exception {
        InputStream broken =
                new SequenceInputStream(
                        new ByteArrayInputStream(random(100_000)), new BrokenStream());

        assertThatThrownBy(() -> text(post("/length", broken))).isInstanceOf(IOException.class);
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the browser left");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void framingOfOthersIsNotPassedOn() throws Exception {
        Headers hostile =
                Headers.of(
                        "Content-Length", "3",
                        "Transfer-Encoding", "chunked",
                        "Connection", "close, X-Kept",
                        "X-Kept", "yes");
        var request = new Request("POST", "/headers", hostile, Body.of(new byte[5]));

        try (Response response = client.call(socket, request)) {
            assertThat(response.headers().all("x-kept")).containsExactly("yes");
            assertThat(response.headers().all("content-length")).containsExactly("0");
            assertThat(response.headers().all("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void brokenHandlerIsAnsweredWithoutItsReason() throws Exception {
        assertThat(text(Request.get("/broken"))).isEqualTo("the service failed");
    }

    @Test
    void restartOfTheServerCostsNoCall() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(text(post("/length", random(10)))).isEqualTo("10");
            server.close();
            server = HttpServer.start(socket, HttpTest::handle);
        }
    }

    @Test
    void absentServerIsAnError() throws Exception {
        server.close();

        assertThatThrownBy(() -> text(Request.get("/hello")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody answers");
    }

    @Test
    void takenSocketAndOtherFilesAreLeftAlone() throws Exception {
        assertThatThrownBy(() -> HttpServer.start(socket, HttpTest::handle))
                .hasMessageContaining("another process");
        Files.writeString(dir.path().resolve("f"), "mine");
        assertThatThrownBy(() -> HttpServer.start(dir.socket("f"), HttpTest::handle))
                .hasMessageContaining("not a socket");
        assertThat(text(Request.get("/hello?x"))).isEqualTo("Hello, x");
    }

    @Test
    void slowAnswerIsGivenUp() throws Exception {
        var wait = new CountDownLatch(1);
        server.close();
        server =
                HttpServer.start(
                        socket,
                        request -> {
                            awaitQuietly(wait);
                            return Response.empty(200);
                        });
        var patience =
                new HttpClient.Patience(
                        Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(1));

        try (var hasty = new HttpClient(patience, Limits.DEFAULT)) {
            assertThatThrownBy(() -> hasty.call(socket, Request.get("/")))
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            wait.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyCallersShareTheClient() throws Exception {
        var calls = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                String name = "caller" + i;
                all.add(
                        threads.submit(() -> {
                            for (int j = 0; j < 50; j++) {
                                assertThat(text(Request.get("/hello?" + name)))
                                        .isEqualTo("Hello, " + name);
                                calls.incrementAndGet();
                            }
                            return null;
                        }));
            }
        }
        for (Future<?> one : all) {
            get(one);
        }
        assertThat(calls).hasValue(32 * 50);
    }

    private static void get(Future<?> one) throws InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
