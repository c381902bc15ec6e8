package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

    @Test
    void chunksAreJoined() throws Exception {
        assertThat(chunked("5\r\nHello\r\n1;a=b\r\n!\r\n0\r\nTrailer: x\r\n\r\n"))
                .isEqualTo("Hello!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nHello\r\n0\r\n\r\n",
                "+5\r\nHello\r\n0\r\n\r\n",
                "0x5\r\nHello\r\n0\r\n\r\n",
                "-5\r\nHello\r\n0\r\n\r\n",
                " 5\r\nHello\r\n0\r\n\r\n",
                "5 \r\nHello\r\n0\r\n\r\n",
                "\r\nHello\r\n0\r\n\r\n",
                ";a\r\nHello\r\n0\r\n\r\n",
                "g\r\nHello\r\n0\r\n\r\n",
                "00000005\r\nHello\r\n0\r\n\r\n",
                "FFFFFFFF\r\nHello\r\n0\r\n\r\n",
                "5\r\nHello0\r\n\r\n",
                "5\r\nHello!\r\n0\r\n\r\n",
                "5\r\nHello\r0\r\n\r\n",
                "5;\u0000\r\nHello\r\n0\r\n\r\n",
                "5;a\nb\r\nHello\r\n0\r\n\r\n",
                "0\r\nTrailer : x\r\n\r\n",
                "0\r\n folded\r\n\r\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\nX: y\n\r\n",
            })
    void looseChunksAreRefused(String body) {
        assertThatThrownBy(() -> chunked(body)).isInstanceOf(BadMessageException.class);
    }

    @Test
    void longExtensionAndLongTrailersAreRefused() {
        String extension = "5;" + "a".repeat(Content.Chunks.LINE_BYTES_MAX) + "\r\nHello\r\n";
        String trailers = "0\r\n" + "X: y\r\n".repeat(Content.Chunks.TRAILERS_MAX + 1) + "\r\n";
        String trailer = "0\r\nX: " + "y".repeat(Content.Chunks.TRAILER_BYTES_MAX) + "\r\n\r\n";

        assertThatThrownBy(() -> chunked(extension)).isInstanceOf(BadMessageException.class);
        assertThatThrownBy(() -> chunked(trailers)).isInstanceOf(BadMessageException.class);
        assertThatThrownBy(() -> chunked(trailer)).isInstanceOf(BadMessageException.class);
    }

    @Test
    void bodyOverItsLimitIsRefused() {
        assertThatThrownBy(() ->
                        all(
                                Content.of(
                                        new Framing.Chunked(),
                                        input("5\r\nHello\r\n5\r\nHello\r\n0\r\n\r\n", null),
                                        9)))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(413));
        assertThatThrownBy(() -> Content.of(new Framing.Length(10), input("", null), 9))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    @Test
    void cutBodyIsNoBody() {
        assertThatThrownBy(() -> chunked("5\r\nHel")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> chunked("5\r\nHello\r\n")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> chunked("5\r\nHello\r\n0\r\n")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> all(Content.of(new Framing.Length(6), input("Hello", null), 9)))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void whatIsWrittenInChunksIsReadWhateverTheSplits() {
        Seeds.forAll((random, size) -> {
            byte[] body = new byte[random.nextInt(1 + size * 300)];
            random.nextBytes(body);
            String wire = inChunks(random, body);

            Content content = Content.of(new Framing.Chunked(), input(wire, random), body.length);

            assertThat(all(content)).isEqualTo(body);
            assertThat(content.ended()).isTrue();
        });
    }

    @Test
    void mutatedChunksEndOrAreRefused() {
        Seeds.forAll((random, size) -> {
            byte[] body = new byte[size];
            byte[] wire = inChunks(random, body).getBytes(ISO_8859_1);
            wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
            try {
                assertThat(chunked(new String(wire, ISO_8859_1)).length())
                        .isLessThanOrEqualTo(wire.length);
            } catch (BadMessageException | EOFException e) {
                assertThat(e).isNotNull();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 5, Content-Length, 5",
        "Content-Length, 5, Content-Length, 6",
        "Content-Length, 5, Transfer-Encoding, chunked",
        "Transfer-Encoding, chunked, Transfer-Encoding, chunked",
        "Transfer-Encoding, identity, X, y",
        "Transfer-Encoding, 'gzip, chunked', X, y",
        "Transfer-Encoding, 'chunked, chunked', X, y",
        "Transfer-Encoding, 'chunked;a=b', X, y",
        "Transfer-Encoding, xchunked, X, y",
        "Transfer-Encoding, '', X, y",
        "Content-Length, '5, 5', X, y",
        "Content-Length, '', X, y",
        "Content-Length, +5, X, y",
        "Content-Length, -5, X, y",
        "Content-Length, 0x5, X, y",
        "Content-Length, 5 5, X, y",
        "Content-Length, 5.0, X, y",
        "Content-Length, ٥, X, y",
        "Content-Length, 9999999999999999999, X, y",
    })
    void doubtfulFramingIsRefused(String name, String value, String other, String otherValue) {
        var headers = new Headers(new String[] {name, value, other, otherValue});

        assertThatThrownBy(() -> Framing.ofRequest(headers))
                .isInstanceOf(BadMessageException.class);
        assertThatThrownBy(() -> Framing.ofResponse("HEAD", 200, headers))
                .isInstanceOf(BadMessageException.class);
    }

    private static String inChunks(RandomGenerator random, byte[] body) {
        var wire = new StringBuilder();
        for (int at = 0; at < body.length; ) {
            int to = Math.min(body.length, at + 1 + random.nextInt(1 + body.length));
            wire.append(Integer.toHexString(to - at))
                    .append("\r\n")
                    .append(new String(Arrays.copyOfRange(body, at, to), ISO_8859_1))
                    .append("\r\n");
            at = to;
        }
        return wire.append("0\r\n\r\n").toString();
    }

    private static String chunked(String body) throws IOException {
        Content content =
                Content.of(new Framing.Chunked(), input(body, null), Limits.DEFAULT.bodyBytes());
        return new String(all(content), ISO_8859_1);
    }

    private static byte[] all(Content content) throws IOException {
        var all = new ByteArrayOutputStream();
        var piece = new byte[100];
        for (int came; (came = content.read(piece, 0, piece.length)) >= 0; ) {
            all.write(piece, 0, came);
        }
        return all.toByteArray();
    }

    /// @param random splits the bytes as a socket might; null for one piece
    private static ByteInput input(String text, @Nullable RandomGenerator random) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        var at = new int[1];
        return new ByteInput(
                (into, offset, length) -> {
                    if (at[0] == bytes.length) {
                        return -1;
                    }
                    int most = Math.min(length, bytes.length - at[0]);
                    int count = random == null ? most : 1 + random.nextInt(most);
                    System.arraycopy(bytes, at[0], into, offset, count);
                    at[0] += count;
                    return count;
                },
                Limits.DEFAULT.headBytes());
    }
}
