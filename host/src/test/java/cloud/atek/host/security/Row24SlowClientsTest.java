package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Http2;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients open connections and say nothing, half a handshake, or a byte now and then, or never
/// read what they asked for, until there is no room for others: who comes anew is always answered,
/// and who dawdles is sent away.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row24SlowClientsTest {

    /// More than the host holds.
    private static final int CONNECTIONS = 2_500;

    /// The begin of a TLS handshake: a record of 512 bytes is announced and does not come.
    private static final byte[] HALF_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1};

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void whoComesAnewIsAnsweredWhileThousandsWait() throws Exception {
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                boolean secure = i % 2 == 0;
                Socket socket = connect(secure ? house.host().securePort() : house.host().port());
                open.add(socket);
                send(socket, secure ? HALF_HELLO : "GET / HTTP/1.1\r\nHost: lo".getBytes(UTF_8));
                if (i % 500 == 499) {
                    assertAnswered();
                }
            }
            assertAnswered();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        assertAnswered();
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 30_000);
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // It was sent away already.
        }
    }

    private void assertAnswered() throws IOException {
        String request = "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(house.ask(request).status()).isEqualTo(200);
        assertThat(house.askSecurely("localhost", request).status()).isEqualTo(200);
    }

    @Test
    void whoDawdlesIsSentAway() throws Exception {
        Map<String, byte[]> begins =
                Map.of(
                        "a head",
                        "GET /_atek/login HTTP/1.1\r\nX: ".getBytes(UTF_8),
                        "nothing",
                        new byte[0],
                        "a body",
                        "POST /_atek/gateway?api=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
                                .getBytes(UTF_8),
                        "a body in chunks",
                        "POST /_atek/gateway?api=x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"
                                .getBytes(UTF_8));
        var slow = new ArrayList<Slow>();
        for (var begin : begins.entrySet()) {
            slow.add(new Slow(begin.getKey(), connect(house.host().port()), begin.getValue()));
        }
        slow.add(new Slow("a hello", connect(house.host().securePort()), HALF_HELLO));
        List<Raw> mute = mute();
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (slow.stream().anyMatch(one -> !one.isSentAway())) {
            assertThat(System.nanoTime()).as("%s", slow).isLessThan(deadline);
            for (Slow one : slow) {
                one.drip();
            }
            Thread.sleep(500);
        }
        assertSentAway(mute, deadline);
    }

    /// Clients that ask for much and read nothing: a large answer, a stream of events, a WebSocket.
    private List<Raw> mute() throws IOException {
        int port = house.host().port();
        String head = " HTTP/1.1\r\nHost: evil.localhost:" + port + "\r\n" + house.bearer();
        var open = new ArrayList<Raw>();
        for (String request :
                List.of(
                        "GET /flood" + head + "\r\n",
                        "GET /events" + head + "Accept: text/event-stream\r\n\r\n",
                        "GET /live?flood"
                                + head
                                + "Origin: http://evil.localhost:"
                                + port
                                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")) {
            for (int i = 0; i < 4; i++) {
                Raw raw = Raw.open(house.host().port());
                open.add(raw);
                raw.send(request);
            }
        }
        return open;
    }

    /// The service itself counts who hangs on it: when the host lets go of a client, it lets go of
    /// the service.
    private void assertSentAway(List<Raw> mute, long deadline) throws Exception {
        String hanging = hanging();
        while (!hanging.equals("0")) {
            assertThat(System.nanoTime()).as("%s hang on", hanging).isLessThan(deadline);
            Thread.sleep(500);
            hanging = hanging();
        }
        for (Raw raw : mute) {
            // What came before is in the buffers of the system; behind it is the end.
            assertThat(raw.brokeOffBefore(64L << 20)).isTrue();
            raw.close();
        }
    }

    private String hanging() throws IOException {
        return house.ask(
                        "GET /hanging HTTP/1.1\r\nHost: evil.localhost\r\n"
                                + house.bearer()
                                + "\r\n")
                .text();
    }

    /// A client that sends one byte each time.
    private static final class Slow {

        private final String what;
        private final Socket socket;
        private boolean away;

        Slow(String what, Socket socket, byte[] begin) throws IOException {
            this.what = what;
            this.socket = socket;
            socket.setSoTimeout(1);
            send(socket, begin);
        }

        void drip() throws IOException {
            if (!away && !what.equals("nothing")) {
                try {
                    socket.getOutputStream().write('x');
                } catch (SocketException e) {
                    away = true;
                }
            }
        }

        boolean isSentAway() {
            try {
                away = away || socket.getInputStream().read(new byte[4096]) < 0;
            } catch (java.net.SocketTimeoutException e) {
                return away;
            } catch (IOException e) {
                away = true;
            }
            return away;
        }

        @Override
        public String toString() {
            return what + (away ? " (away)" : "");
        }
    }

    @Test
    void whoNeverReadsHoldsNobodyUp() throws Exception {
        var open = new ArrayList<Raw>();
        try {
            for (int i = 0; i < 60; i++) {
                Raw raw = Raw.open(house.host().port());
                open.add(raw);
                raw.send(
                        "GET /flood HTTP/1.1\r\nHost: evil.localhost\r\n"
                                + house.bearer()
                                + "\r\n");
            }
            for (Raw raw : open) {
                assertThat(raw.readHead().status()).isEqualTo(200);
            }
            for (int i = 0; i < 5; i++) {
                assertAnswered();
                assertThat(
                                house.ask(
                                                "GET / HTTP/1.1\r\nHost: notes.localhost\r\n"
                                                        + house.bearer()
                                                        + "\r\n")
                                        .status())
                        .isEqualTo(200);
            }
        } finally {
            for (Raw raw : open) {
                raw.close();
            }
        }
    }

    @Test
    void requestsThatAreTakenBackOverHttp2CostTheConnection() throws Exception {
        List<String> fields =
                List.of(
                        ":method", "GET",
                        ":scheme", "https",
                        ":authority", "localhost",
                        ":path", "/_atek/login");
        boolean away = false;
        try (Http2 http = Http2.open(house.host().securePort(), "localhost", house.device())) {
            for (int i = 0; i < 2_000; i++) {
                http.begin(fields);
            }
            away = http.ask(fields) == 0;
        } catch (IOException e) {
            away = true;
        }
        assertThat(away).isTrue();
        assertAnswered();
    }
}
