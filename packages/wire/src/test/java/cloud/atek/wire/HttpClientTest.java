package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against servers that say what they like.
class HttpClientTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final HttpClient.Patience PATIENCE =
            new HttpClient.Patience(
                    Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));

    /// What a server does with its nth connection, from 0.
    private interface Script {
        void run(int connection, SocketChannel peer) throws IOException;
    }

    private ShortDir dir;
    private SocketPath socket;
    private ServerSocketChannel listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpClient client = new HttpClient(PATIENCE, Limits.DEFAULT);

    @BeforeEach
    void listen() throws IOException {
        dir = ShortDir.make();
        socket = dir.socket("s");
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(socket.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listening.close();
        dir.close();
    }

    private void serve(Script script) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            SocketChannel peer = listening.accept();
                            int number = connections.getAndIncrement();
                            Thread.ofVirtual().start(() -> run(script, number, peer));
                        }
                    } catch (IOException e) {
                        // The test is over.
                    }
                });
    }

    private static void run(Script script, int number, SocketChannel peer) {
        try (peer) {
            script.run(number, peer);
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private static void answer(SocketChannel peer, String text) throws IOException {
        var head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && peer.read(one) >= 0) {
            head.append((char) one.get(0));
            one.clear();
        }
        peer.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    private String get() throws IOException {
        try (Response response = client.call(socket, Request.get("/"))) {
            return new String(response.body().bytes(1000), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+2\r\nok\r\n0\r\n\r\n",
                "hello\r\n\r\n",
            })
    void looseAnswerIsABadGateway(String said) {
        serve((_, peer) -> answer(peer, said));

        assertThatThrownBy(this::get)
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(502));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "HTTP/1.1 100 Continue\r\n\r\n" + GOOD,
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + GOOD,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 \r\n\r\nok",
                "HTTP/1.0 200 OK\r\n\r\nok",
            })
    void goodAnswerIsRead(String said) throws Exception {
        serve((_, peer) -> answer(peer, said));

        assertThat(get()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"})
    void cutAnswerIsAnError(String said) {
        serve((_, peer) -> answer(peer, said));

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void mutatedAnswersEndOrAreRefused() {
        serve((_, peer) -> {
            while (peer.isOpen()) {
                var said = new StringBuilder(GOOD);
                var random = new Random(connections.get() + peer.hashCode());
                said.setCharAt(random.nextInt(said.length()), (char) random.nextInt(256));
                answer(peer, said.toString());
                return;
            }
        });
        Seeds.forAll((_, _) -> {
            try {
                assertThat(get().length()).isLessThanOrEqualTo(GOOD.length());
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        });
    }

    @Test
    void endlessHeadIsRefused() {
        serve((_, peer) -> {
            answer(peer, "HTTP/1.1 200 OK\r\n");
            while (true) {
                peer.write(ByteBuffer.wrap("X: y\r\n".getBytes(ISO_8859_1)));
            }
        });

        assertThatThrownBy(this::get).isInstanceOf(BadMessageException.class);
    }

    @Test
    void connectionClosedWhileKeptIsReplaced() throws Exception {
        serve((_, peer) -> answer(peer, GOOD));

        for (int i = 0; i < 10; i++) {
            assertThat(get()).isEqualTo("ok");
        }
        assertThat(connections).hasValue(10);
    }

    @Test
    void postThatWasReadIsNotSentAgain() throws Exception {
        serve((number, peer) -> {
            answer(peer, GOOD);
            if (number == 0) {
                answer(peer, "");
            }
        });
        assertThat(get()).isEqualTo("ok");

        assertThatThrownBy(() ->
                        client.call(
                                socket,
                                new Request("POST", "/", Headers.NONE, Body.of(new byte[0]))))
                .hasMessageContaining("without an answer");
        assertThat(connections).hasValue(1);
    }

    @Test
    void safeRequestThatWasReadIsSentAgain() throws Exception {
        serve((number, peer) -> {
            answer(peer, GOOD);
            if (number == 0) {
                answer(peer, "");
            }
        });

        assertThat(get()).isEqualTo("ok");
        assertThat(get()).isEqualTo("ok");
        assertThat(connections).hasValue(2);
    }

    @Test
    void moreThanTheAnswerIsNotTakenForTheNext() throws Exception {
        serve((_, peer) -> answer(peer, GOOD + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nX"));

        assertThat(get()).isEqualTo("ok");
        assertThat(get()).isEqualTo("ok");
    }

    @Test
    void serverThatNeverAcceptsIsGivenUp() throws Exception {
        var full = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (full) {
            SocketPath at = dir.socket("f");
            full.bind(at.address(), 1);
            // The backlog takes a few; then nobody accepts, or the kernel says at once that it is
            // full.
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> client.call(at, Request.get("/")))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void silentServerIsGivenUp() {
        serve((_, peer) -> {
            answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
            peer.read(ByteBuffer.allocate(1));
        });

        assertThatThrownBy(this::get).isInstanceOf(SocketTimeoutException.class);
    }
}
