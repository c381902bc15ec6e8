package cloud.atek.wire.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {

    private static final int MESSAGE_BYTES_MAX = 200_000;
    private static final byte[] KEY = {1, 2, 3, 4};
    private static final String HANDSHAKE =
            """
            GET / HTTP/1.1
            Host: a
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """
                    .replace("\n", "\r\n");

    private Path dir;
    private HttpServer server;
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void start() throws IOException {
        dir = Files.createTempDirectory(Path.of("/tmp"), "w");
        server =
                HttpServer.start(
                        new SocketPath(dir.resolve("s")),
                        request ->
                                WebSocket.accept(request, MESSAGE_BYTES_MAX, WebSocketTest::echo));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        Files.delete(dir);
    }

    private static void echo(WebSocket socket) throws IOException {
        while (true) {
            switch (socket.receive()) {
                case Message.Text(String text) when text.equals("fail") ->
                        throw new IOException("as asked");
                case Message.Text(String text) -> socket.send(text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
                case Message.Closed _ -> {
                    return;
                }
            }
        }
    }

    private WebSocket connect() throws IOException {
        return WebSocket.connect(client, server.at(), "/", Headers.NONE);
    }

    @Test
    void messagesAreEchoedWhateverTheirSize() throws Exception {
        try (WebSocket socket = connect()) {
            for (int size : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, MESSAGE_BYTES_MAX}) {
                socket.send("x".repeat(size));
                assertThat(socket.receive()).isEqualTo(new Message.Text("x".repeat(size)));
                socket.send(new byte[size]);
                assertThat(socket.receive())
                        .isInstanceOfSatisfying(
                                Message.Binary.class,
                                binary -> assertThat(binary.bytes()).hasSize(size));
            }
            socket.ping("are you there".getBytes(UTF_8));
            socket.send("ünï\uD83D\uDE00");
            assertThat(socket.receive()).isEqualTo(new Message.Text("ünï\uD83D\uDE00"));
        }
    }

    @Test
    void tooLargeMessageClosesWithItsCode() throws Exception {
        try (WebSocket socket = connect()) {
            socket.send(new byte[MESSAGE_BYTES_MAX + 1]);

            assertThat(socket.receive())
                    .isEqualTo(new Message.Closed(CloseCode.TOO_BIG, "message too big"));
        }
    }

    @Test
    void failedSessionClosesWithItsCode() throws Exception {
        try (WebSocket socket = connect()) {
            socket.send("fail");

            assertThat(socket.receive()).isEqualTo(new Message.Closed(CloseCode.FAILED, ""));
            assertThatThrownBy(() -> socket.send("more")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void handshakeHasTheProofOfTheStandard() throws Exception {
        assertThat(Handshakes.accept("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(raw(HANDSHAKE, new byte[0]))
                .startsWith("HTTP/1.1 101")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @CsvSource({
        "Version: 13, Version: 12, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Connection: Upgrade, Connection: keep-alive, 426",
        "dGhlIHNhbXBsZSBub25jZQ==, c2hvcnQ=, 400",
        "dGhlIHNhbXBsZSBub25jZQ==, %%%, 400",
        "GET, POST, 426",
    })
    void otherHandshakeIsRefused(String part, String other, int status) throws Exception {
        String closing = HANDSHAKE.replace(part, other);

        assertThat(raw(closing, new byte[0])).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void clientSeesARefusal() throws Exception {
        server.close();
        server = HttpServer.start(server.at(), _ -> Response.text(403, "not for you"));

        assertThatThrownBy(this::connect).hasMessageContaining("status 403");
    }

    @ParameterizedTest
    @CsvSource({
        "unmasked, 8102 6869, 1002",
        "reserved bit, c182 01020304 6869, 1002",
        "unknown opcode, 8382 01020304 6869, 1002",
        "fragmented ping, 0982 01020304 6869, 1002",
        "continuation of nothing, 8082 01020304 6869, 1002",
        "text inside text, 0181 01020304 69 8181 01020304 69, 1002",
        "length not the shortest, 81fe007d 01020304, 1002",
        "huge length, 82ff0000000100000000 01020304, 1009",
        "negative length, 82ffffffffffffffffff 01020304, 1002",
        "text not UTF-8, 8181 01020304 fe, 1007",
        "close code not to be sent, 8882 01020304 02ef, 1002",
        "close code of one byte, 8881 01020304 02, 1002",
    })
    void brokenFrameClosesWithItsCode(String what, String frames, int code) throws Exception {
        byte[] sent = HexFormat.of().parseHex(frames.replace(" ", ""));

        byte[] said = frames(raw(HANDSHAKE, sent));

        assertThat(said[0] & 0xFF).as(what).isEqualTo(0x88);
        assertThat(((said[2] & 0xFF) << 8) | (said[3] & 0xFF)).as(what).isEqualTo(code);
    }

    @Test
    void fragmentsAreJoinedWithPingsBetween() {
        Seeds.forAll((random, size) -> {
            var text = "é".repeat(size);
            var in = new ByteArrayInputStream(fragments(random, text.getBytes(UTF_8)));
            var inbox = new Inbox(MESSAGE_BYTES_MAX);
            Message message = null;
            while (message == null) {
                Frame frame = Frame.read(in, Role.SERVER, inbox.room());
                message = frame.control() ? null : inbox.add(frame);
            }
            assertThat(message).isEqualTo(new Message.Text(text));
            assertThat(in.read()).isEqualTo(-1);
        });
    }

    private static byte[] fragments(RandomGenerator random, byte[] text) {
        var out = new ByteArrayOutputStream();
        int opcode = Frame.TEXT;
        for (int at = 0; at < text.length; opcode = Frame.CONTINUATION) {
            int to = Math.min(text.length, at + 1 + random.nextInt(20));
            byte[] piece = Arrays.copyOfRange(text, at, to);
            out.writeBytes(Frame.write(to == text.length, opcode, piece, KEY));
            if (to < text.length && random.nextBoolean()) {
                out.writeBytes(Frame.write(true, Frame.PING, new byte[random.nextInt(5)], KEY));
            }
            at = to;
        }
        return out.toByteArray();
    }

    @Test
    void anyBytesAreFramesOrRefused() {
        Seeds.forAll((random, size) -> {
            byte[] bytes = fragments(random, new byte[size]);
            for (int i = 0; i < 1 + size / 10; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            InputStream in = new ByteArrayInputStream(bytes);
            var inbox = new Inbox(1000);
            try {
                while (true) {
                    Frame frame = Frame.read(in, Role.SERVER, inbox.room());
                    assertThat(frame.payload()).hasSizeLessThanOrEqualTo(1000);
                    if (!frame.control()) {
                        inbox.add(frame);
                    }
                }
            } catch (EOFException | WebSocketException e) {
                assertThat(e).isNotNull();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void closeIsAnsweredWithTheSameCode(int code) throws Exception {
        byte[] close = Frame.write(true, Frame.CLOSE, Closing.write(code, "bye"), KEY);

        byte[] said = frames(raw(HANDSHAKE, close));

        assertThat(said)
                .isEqualTo(Frame.write(true, Frame.CLOSE, Closing.write(code, ""), new byte[0]));
    }

    @Test
    void longReasonIsCutAtACharacter() {
        assertThat(Closing.write(1000, "é".repeat(100))).hasSize(124);
    }

    /// All that the server says to a handshake and what follows at once.
    private String raw(String handshake, byte[] more) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(server.at().path()))) {
            channel.write(ByteBuffer.wrap(handshake.getBytes(ISO_8859_1)));
            channel.write(ByteBuffer.wrap(more));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), ISO_8859_1);
        }
    }

    private static byte[] frames(String said) {
        assertThat(said).startsWith("HTTP/1.1 101");
        return said.substring(said.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    }
}
