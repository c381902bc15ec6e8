package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that is a proxy: targets that name another server, and CONNECT.
class ProxyTest {

    private static final String HOST = " HTTP/1.1\r\nHost: other\r\n";

    private ShortDir dir;
    private HttpServer proxy;

    /// Tells what it was asked; a tunnel says back what it hears.
    private record Echo(boolean proxies) implements HttpServer.Handler {
        @Override
        public Answer handle(Request request) throws IOException {
            if (request.method().equals(Request.CONNECT)) {
                return new Answer.Connected(peer -> peer.in().transferTo(peer.out()));
            }
            return Response.text(200, request.forProxy() + " " + request.target());
        }
    }

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        proxy = HttpServer.start(dir.socket("p"), new Echo(true));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        dir.close();
    }

    private String say(HttpServer server, String text) throws IOException {
        try (var raw = RawSocket.connect(server.at())) {
            return raw.send(text).rest();
        }
    }

    @Test
    void absoluteTargetsComeAsTheyAre() throws Exception {
        String close = HOST + "Connection: close\r\n\r\n";

        assertThat(say(proxy, "GET http://other:8080/a?b" + close))
                .startsWith("HTTP/1.1 200")
                .endsWith("true http://other:8080/a?b");
        assertThat(say(proxy, "GET /a" + close)).endsWith("false /a");
        assertThat(say(proxy, "GET ftp://other/a" + close)).startsWith("HTTP/1.1 400");
        assertThat(say(proxy, "GET other:80" + close)).startsWith("HTTP/1.1 400");
    }

    @Test
    void aTunnelCarriesWhatCameWithItsRequestAndAllThatFollows() throws Exception {
        try (var raw = RawSocket.connect(proxy.at())) {
            raw.send("CONNECT other:443" + HOST + "\r\nhello");
            assertThat(raw.until("hello")).isEqualTo("HTTP/1.1 200 Connected\r\n\r\nhello");
            assertThat(raw.send(" again").until("again")).isEqualTo(" again");
        }
    }

    @Test
    void aTunnelWhosePeerIsGoneRunsAndEndsAllTheSame() throws Exception {
        var ended = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        HttpServer.Handler slow =
                new HttpServer.Handler() {
                    @Override
                    public boolean proxies() {
                        return true;
                    }

                    @Override
                    public Answer handle(Request request) {
                        asked.countDown();
                        await(gone);
                        return new Answer.Connected(peer -> {
                            try {
                                peer.out().write(1);
                            } finally {
                                ended.countDown();
                            }
                        });
                    }
                };
        try (HttpServer server = HttpServer.start(dir.socket("q"), slow)) {
            try (var raw = RawSocket.connect(server.at())) {
                raw.send("CONNECT other:443" + HOST + "\r\n");
                await(asked);
            }
            gone.countDown();
            await(ended);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other:443/x", "http://other:443", "a@other:443", ""})
    void aTunnelToNoPlaceIsRefused(String to) throws Exception {
        assertThat(say(proxy, "CONNECT " + to + HOST + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT other:443", "GET http://other/"})
    void whoIsNoProxyRefusesBoth(String line) throws Exception {
        try (HttpServer plain = HttpServer.start(dir.socket("q"), new Echo(false))) {
            assertThat(say(plain, line + HOST + "\r\n")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aCallCanGoOverAConnectionThatIsOpenAlready() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback);
                var client = new HttpClient()) {
            FutureTask<String> heard = begun(() -> answer(server));
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(loopback, server.getLocalPort()));
            var request = new Request("GET", "/x", Headers.of("Host", "other"), Body.none());

            try (Response answer = client.call(channel, "other", request)) {
                assertThat(answer.body().bytes(10)).isEqualTo("hi".getBytes(US_ASCII));
            }
            assertThat(channel.isOpen()).isFalse();
            assertThat(heard.get()).isEqualTo("GET /x HTTP/1.1\r\nHost: other\r\n\r\n");
        }
    }

    private static String answer(ServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            var head = new StringBuilder();
            InputStream in = client.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(US_ASCII));
            return head.toString();
        }
    }

    private static <T> FutureTask<T> begun(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }
}
