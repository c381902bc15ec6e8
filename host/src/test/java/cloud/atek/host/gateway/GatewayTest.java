package cloud.atek.host.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private static final ApiId API = new ApiId("example.com/a");
    private static final int LARGE = 18 << 20;

    private final List<byte[]> sent = new ArrayList<>();
    private final Registry registry = new Registry();
    private final Caller.Known bob =
            new Caller.Known(new UserKey("bob"), "bob", false, new Caller.Via.Browser("s"));

    private Gateway answering(String answer) {
        registry.register(
                new Site.Live(
                        new ServiceKey("k"), new ServiceId("a"), bob.user(), Path.of("/tmp/none")),
                List.of(new Manifest.Export(API, "/", Transport.RPC)));
        return new Gateway(
                registry,
                (_, _, _) -> true,
                (_, _, request) -> {
                    sent.add(request);
                    return answer.getBytes(UTF_8);
                });
    }

    private static JsonNode json(Reply reply) throws IOException {
        return reply instanceof Reply.Answer(byte[] json, _)
                ? MessageCodec.JSON.readTree(json)
                : MessageCodec.JSON.nullNode();
    }

    @Test
    void callsAndAnswersAreForwardedAsTheyCame() {
        String call =
                " {\"params\" : [ 1e2, {\"b\":1, \"a\":\"\\u0041\"} ],\n\"id\":7,\"jsonrpc\":\"2.0\","
                        + "\"method\":\"m\",\"more\":[]}";
        String answer = "{ \"jsonrpc\":\"2.0\", \"id\":7,\t\"result\":1.50 }";
        Gateway gateway = answering(answer);

        Reply alone = gateway.call(bob, API.value(), call.getBytes(UTF_8));
        Reply batch = gateway.call(bob, API.value(), ("[" + call + "]").getBytes(UTF_8));

        assertThat(((Reply.Answer) alone).json()).isEqualTo(answer.getBytes(UTF_8));
        assertThat(((Reply.Answer) batch).json()).isEqualTo(("[" + answer + "]").getBytes(UTF_8));
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isEqualTo(call.getBytes(UTF_8));
        assertThat(sent.getLast()).isEqualTo(call.strip().getBytes(UTF_8));
    }

    @Test
    void aBatchWhoseAnswersGrowTooLargeStopsCalling() throws Exception {
        Gateway gateway = answering("{\"x\":\"" + "y".repeat(LARGE) + "\"}");
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}";
        String batch = "[" + (call + ",").repeat(9) + call + "]";

        JsonNode answers = json(gateway.call(bob, API.value(), batch.getBytes(UTF_8)));

        assertThat(sent).hasSize(4);
        assertThat(answers).hasSize(10);
        assertThat(answers.at("/3/error/message").asText()).startsWith("Called, but its answer");
        assertThat(answers.at("/9/error/message").asText()).startsWith("Not called: ");
        assertThat(answers.at("/9/id").asInt()).isEqualTo(1);
    }

    @Test
    void aBatchOfNobodyIsUnauthorized() {
        Gateway gateway = answering("{}");
        for (String batch :
                List.of("[]", "[", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}]")) {
            assertThat(gateway.call(new Caller.Nobody(), API.value(), batch.getBytes(UTF_8)))
                    .as(batch)
                    .isInstanceOf(Reply.Unauthorized.class);
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void aQueryNamesWhomItWants() {
        assertThat(Wanted.of("api=a%2Fb&service=x&user=u&meta.k=v%20w&api=c&meta.=&foo&="))
                .isEqualTo(new Wanted("a/b", "x", "u", Map.of("k", "v w", "", "")));
        assertThat(Wanted.of(null)).isEqualTo(Wanted.api(""));
        assertThat(Wanted.of("api=%zz")).isEqualTo(Wanted.api(""));
    }

    @Test
    void callersShortenTheirPatienceAndNeverStretchIt() {
        assertThat(CallContext.patience(null)).isEqualTo(CallContext.PATIENCE);
        assertThat(CallContext.patience("1")).isEqualTo(Duration.ofMillis(1));
        assertThat(CallContext.patience("999999999999")).isEqualTo(CallContext.PATIENCE);
        for (String bad : List.of("", "0", "-1", "1.5", "soon", "9".repeat(40))) {
            assertThatThrownBy(() -> CallContext.patience(bad))
                    .as(bad)
                    .hasMessageContaining("1 to 60000");
        }
    }

    @Test
    void aBrokenStreamEndsWithAnErrorOnlyBetweenEvents() throws Exception {
        try (var between = new ServiceStream(broken("data: 1\n\n"), "a", new Tallies.Tally())) {
            assertThat(new String(between.readAllBytes(), UTF_8))
                    .startsWith("data: 1\n\nevent: error\ndata: {\"code\":-32011,")
                    .endsWith("\n\n");
        }
        try (var within = new ServiceStream(broken("data: 1\n\nda"), "a", new Tallies.Tally())) {
            assertThatThrownBy(within::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    private static InputStream broken(String begin) {
        var end =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                };
        return new SequenceInputStream(new ByteArrayInputStream(begin.getBytes(UTF_8)), end);
    }
}
