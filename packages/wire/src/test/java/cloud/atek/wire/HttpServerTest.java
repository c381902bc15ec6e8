package cloud.atek.wire;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {

    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";
    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Limits LIMITS =
            Limits.DEFAULT
                    .withBodyBytes(1000)
                    .withTimes(
                            Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));

    private ShortDir dir;
    private HttpServer server;
    private final List<String> handled = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        start(LIMITS);
    }

    private void start(Limits limits) throws IOException {
        server =
                HttpServer.start(
                        dir.socket("s"), limits, Thread.ofVirtual().factory(), this::handle);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        dir.close();
    }

    private Answer handle(Request request) throws IOException {
        synchronized (handled) {
            handled.add(request.target());
        }
        if (request.path().equals("/endless")) {
            return new Answer.Written(
                    200,
                    Headers.NONE,
                    out -> {
                        while (true) {
                            out.write(new byte[8192]);
                        }
                    });
        }
        if (request.path().equals("/unread")) {
            return Response.text(200, "unread");
        }
        return Response.text(200, request.body().bytes(1 << 20).length + " bytes");
    }

    private String say(String text) throws IOException {
        try (var raw = RawSocket.connect(server.at())) {
            return raw.send(text).rest();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 5\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "Content-Length: 5\\r\\nContent-Length: 5\\r\\n\\r\\nHello | 400",
                "Content-Length: 5, 5\\r\\n\\r\\nHello | 400",
                "Content-Length: +5\\r\\n\\r\\nHello | 400",
                "Content-Length : 5\\r\\n\\r\\nHello | 400",
                "Content-Length: 0x5\\r\\n\\r\\nHello | 400",
                "Transfer-Encoding: xchunked\\r\\n\\r\\n | 400",
                "Transfer-Encoding: chunked, identity\\r\\n\\r\\n | 400",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
                "Transfer-Encoding:\\x0bchunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "X: y\\r\\n Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "X: y\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "X: y\\rTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "Transfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nHelloX0\\r\\n\\r\\n | 400",
                "Transfer-Encoding: chunked\\r\\n\\r\\n5\\nHello\\r\\n0\\r\\n\\r\\n | 400",
                "Content-Length: 1001\\r\\n\\r\\n | 413",
                "Expect: magic\\r\\n\\r\\n | 417",
            })
    void smuggledRequestIsRefusedAndTheConnectionClosed(String rest, int status) throws Exception {
        String said = say("POST /first" + HEAD + unescaped(rest) + LAST);

        assertThat(said).startsWith("HTTP/1.1 " + status).contains("Connection: close");
        assertThat(said.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(handled).doesNotContain("/last");
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\x0b", "\u000b");
    }

    @Test
    void headLargerThanItsLimitIsRefused() throws Exception {
        String line = "X: " + "y".repeat(4000) + "\r\n";

        assertThat(say("GET /" + HEAD + line.repeat(5) + "\r\n")).startsWith("HTTP/1.1 431");
        assertThat(say("GET /" + "a".repeat(9000) + HEAD + "\r\n")).startsWith("HTTP/1.1 414");
    }

    @Test
    void oldVersionIsRefused() throws Exception {
        assertThat(say("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 505");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        String said =
                say(
                        "POST /a"
                                + HEAD
                                + "Content-Length: 2\r\n\r\nab"
                                + "POST /unread"
                                + HEAD
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "3\r\nabc\r\n0\r\n\r\n"
                                + LAST);

        assertThat(handled).containsExactly("/a", "/unread", "/last");
        assertThat(said).containsSubsequence("2 bytes", "unread", "0 bytes");
    }

    @Test
    void anySplitOfRequestsIsTheSame() {
        String all =
                "POST /a"
                        + HEAD
                        + "Content-Length: 2\r\n\r\nab"
                        + "POST /b"
                        + HEAD
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n0\r\nX: y\r\n\r\n"
                        + LAST;
        var cases = new AtomicInteger();
        Seeds.forAll((random, size) -> {
            // One write is one system call: fewer cases than usual are plenty.
            if (cases.incrementAndGet() % 4 != 0) {
                return;
            }
            try (var raw = RawSocket.connect(server.at())) {
                for (int at = 0; at < all.length(); ) {
                    int to = Math.min(all.length(), at + 1 + random.nextInt(size));
                    raw.send(all.substring(at, to));
                    at = to;
                }
                assertThat(raw.rest()).containsSubsequence("2 bytes", "3 bytes", "0 bytes");
            }
        });
    }

    @Test
    void mutatedRequestsAreAnsweredOrCut() {
        String good = "POST /a" + HEAD + "Content-Length: 2\r\n\r\nab" + LAST;
        var cases = new AtomicInteger();
        Seeds.forAll((random, size) -> {
            if (cases.incrementAndGet() % 4 != 0) {
                return;
            }
            var bytes = new StringBuilder(good);
            for (int i = 0; i < 1 + size / 50; i++) {
                bytes.setCharAt(random.nextInt(bytes.length()), (char) random.nextInt(256));
            }
            // It ends by an answer, or by the time a head or body may take.
            assertThat(say(bytes.toString())).matches("(?s)(HTTP/1\\.1 [2-5].*)?");
        });
    }

    @Test
    void continueIsSaidWhenTheBodyIsWanted() throws Exception {
        String post = HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        try (var raw = RawSocket.connect(server.at())) {
            assertThat(raw.send("POST /a" + post).until("\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(raw.send("ab" + LAST).rest()).contains("2 bytes");
        }
        try (var raw = RawSocket.connect(server.at())) {
            assertThat(raw.send("POST /unread" + post).rest())
                    .startsWith("HTTP/1.1 200")
                    .contains("Connection: close");
        }
    }

    @Test
    void slowHeadAndSlowBodyAreCut() throws Exception {
        try (var head = RawSocket.connect(server.at());
                var body = RawSocket.connect(server.at());
                var idle = RawSocket.connect(server.at())) {
            head.send("GET / HT");
            body.send("POST /a" + HEAD + "Content-Length: 5\r\n\r\nab");

            assertThat(head.rest()).isEmpty();
            assertThat(body.rest()).doesNotContain("200");
            assertThat(idle.rest()).isEmpty();
        }
    }

    @Test
    void dripOfAHeadIsCutAsAWhole() throws Exception {
        try (var raw = RawSocket.connect(server.at())) {
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            boolean open = true;
            raw.send("GET /");
            while (open) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(20);
                open = drip(raw);
            }
        }
    }

    private static boolean drip(RawSocket raw) {
        try {
            raw.send("a");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void readerThatDoesNotReadIsCut() throws Exception {
        try (var raw = RawSocket.connect(server.at())) {
            raw.send("GET /endless" + HEAD + "\r\n");
            ByteBuffer one = ByteBuffer.allocate(1);
            raw.channel().read(one);

            assertThat(say(LAST)).contains("0 bytes");
            Thread.sleep(Duration.ofMillis(600));
            assertThat(raw.rest()).doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        server.close();
        start(Limits.DEFAULT.withConnections(1));
        try (var first = RawSocket.connect(server.at())) {
            first.send("GET /" + HEAD + "\r\n").until("0 bytes");

            assertThat(say("")).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void socketIsForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.at().path())))
                .isEqualTo("rw-------");
    }

    @Test
    void closeLetsAnAnswerEndAndRemovesTheSocket() throws Exception {
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        server.close();
        server =
                HttpServer.start(
                        dir.socket("s"),
                        _ -> {
                            entered.countDown();
                            await(goOn);
                            return Response.text(200, "done");
                        });
        try (var raw = RawSocket.connect(server.at());
                var idle = RawSocket.connect(server.at())) {
            raw.send("GET /" + HEAD + "\r\n");
            entered.await();
            var closing = Thread.ofVirtual().start(this::close);

            assertThat(idle.rest()).isEmpty();
            assertThat(server.at().path()).doesNotExist();
            goOn.countDown();
            assertThat(raw.rest()).contains("Connection: close").endsWith("done");
            closing.join();
        }
    }

    private void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
