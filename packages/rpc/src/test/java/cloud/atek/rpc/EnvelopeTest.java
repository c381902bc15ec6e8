package cloud.atek.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {

    @Test
    void idAndMethodAreReadAndParamsAreNot() {
        Envelope envelope = read("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":[{}]}");

        assertThat(envelope.id().intValue()).isEqualTo(7);
        assertThat(envelope.method()).isEqualTo("m");
    }

    @Test
    void envelopeAndCodecAgreeOnWhatIsARequest() {
        String id = "\"x\"";
        var message =
                (Message.Request)
                        new MessageCodec()
                                .read(
                                        ("{\"params\":[],\"method\":\"m\",\"id\":"
                                                        + id
                                                        + ",\"jsonrpc\":\"2.0\"}")
                                                .getBytes(UTF_8));

        assertThat(read(new String(new MessageCodec().write(message), UTF_8)).id())
                .isEqualTo(message.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"b\"}|twice|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"b\"}        |twice|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"b\"}              |id   |-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"b\"}               |id   |-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":\"\",\"method\":\"b\"}              |id   |-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"b\"}|id|-32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"b\"}                          |id   |-32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"b\"}                 |2.0  |-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":[]}                    |method|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\" \"}                 |method|-32600",
                "[]                                                              |object|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"b\"} {}              |nothing|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"b\"                  |JSON |-32700",
                "nonsense                                                        |JSON |-32700"
            })
    void whatTwoReadersCouldReadDifferentlyIsRefused(String text, String sentence, int code) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> read("{\"params\":" + deep + "}"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        byte[] good =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":[1,\"x\"]}"
                        .getBytes(UTF_8);
        Seeds.forAll((random, size) -> {
            byte[] bytes = good.clone();
            for (int i = 0; i < size; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Envelope.read(bytes).method()).isNotBlank();
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    private static Envelope read(String text) {
        return Envelope.read(text.getBytes(UTF_8));
    }
}
