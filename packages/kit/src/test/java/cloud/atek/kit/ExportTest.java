package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {

    private static final Headers CALLER =
            Headers.of("Atek-Auth-User", "u1", "Atek-Auth-Service", "s1");

    private ShortDir dir;
    private HttpServer server;
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        server =
                new Service(environment(dir.path()))
                        .export("/_api/things", ThingsApi.class, Things::new)
                        .start();
    }

    static ServiceEnvironment environment(Path dir) {
        return ServiceEnvironment.of(
                Map.of(
                        "ATEK_ASSIGNED_SOCKET_FILE", dir.resolve("s.sock").toString(),
                        "ATEK_ASSIGNED_SERVICE_KEY", "k1",
                        "ATEK_HOST_PORT", "1",
                        "ATEK_HOST_BEARER_TOKEN", "secret-token"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        dir.close();
    }

    private String post(Headers headers, String body) throws IOException {
        var request = new Request("POST", "/_api/things", headers, Body.of(body.getBytes(UTF_8)));
        try (Response response = client.call(server.at(), request)) {
            assertThat(response.status()).isEqualTo(200);
            return new String(response.body().bytes(1 << 20), UTF_8);
        }
    }

    private String call(String method, String params) throws IOException {
        String answer =
                post(
                        CALLER,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
                                .formatted(method, params));
        assertThat(answer).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,").endsWith("}");
        return answer.substring("{\"jsonrpc\":\"2.0\",\"id\":7,".length(), answer.length() - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put | [\"/a/b\",{\"name\":\"x\",\"count\":1,\"more\":true}] |"
                        + " \"result\":{\"name\":\"/a/b\",\"count\":2,\"tags\":null}",
                "list | [1] | \"result\":[{\"name\":\"a\",\"count\":1,\"tags\":null}]",
                "list | [0, \"extra\", {}] | \"result\":[]",
                "nothing | [] | \"result\":null",
                "forget | [\"it\"] | \"result\":null",
                "whoami | {} | \"result\":\"u1 by s1\"",
                "twice | [21] | \"result\":42",
            })
    void callIsAnswered(String method, String params, String answer) throws Exception {
        assertThat(call(method, params)).isEqualTo(answer);
    }

    @Test
    void missingNullableParamIsNull() throws Exception {
        assertThat(call("list", "[]")).isEqualTo(call("list", "[null]")).contains("result");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope | [] | Method not found: nope | -32601",
                "hashCode | [] | Method not found: hashCode | -32601",
                "put | [] | Parameter 1 is missing | -32001",
                "put | [\"/a\"] | Parameter 2 is missing | -32001",
                "put | [\"/a\",null] | Parameter 2 is missing | -32001",
                "twice | [] | Parameter 1 is missing | -32001",
                "twice | [\"x\"] | Parameter 1 must be number | -32001",
                "put | [\"/a\",7] | Parameter 2 must be object | -32001",
                "put | [\"/a\",{\"count\":\"x\"}] | Parameter 2.count must be number | -32001",
                "put | [\"/a\",{\"name\":\"x\",\"count\":-1}] |"
                        + " Parameter 2 does not fit: count -1 is negative | -32001",
                "put | [7,{\"name\":\"x\",\"count\":1}] | Parameter 1 does not fit:"
                        + " a path is a string or an array of strings | -32001",
                "forget | [\"refused\"] | not today | -32050",
                "forget | [\"bad\"] | want another name | -32001",
                "forget | [\"broken\"] | forget failed | -32003",
                "broken | [] | broken failed | -32003",
                "odd | [] | odd failed | -32003",
            })
    void refusalSaysWhyAndNothingPrivate(String method, String params, String why, int code)
            throws Exception {
        assertThat(call(method, params))
                .startsWith("\"error\":{\"message\":\"%s\",\"code\":%d".formatted(why, code))
                .doesNotContain("cloud.atek", "com.fasterxml", "java.lang");
    }

    /// As the first Atek's validator said it.
    @Test
    void misfitSaysWhereItIsAsAJsonPointer() throws Exception {
        assertThat(call("put", "[\"/a\",{\"name\":\"x\",\"count\":\"1\"}]"))
                .isEqualTo(
                        "\"error\":{\"message\":\"Parameter 2.count must be number\","
                                + "\"code\":-32001,\"data\":{\"instancePath\":\"/1/count\","
                                + "\"keyword\":\"type\",\"params\":{\"type\":\"number\"},"
                                + "\"message\":\"must be number\"}}");
        assertThat(call("put", "[\"/a\",{\"name\":5,\"count\":1}]"))
                .contains("Parameter 2.name must be string");
        assertThat(call("twice", "[1.5]")).contains("Parameter 1 must be number");
    }

    @Test
    void brokenJsonSaysWhereItIs() throws Exception {
        String begin = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"put\",\"params\":[\"/a\",";

        assertThat(post(CALLER, begin + "{\"a\":{\"b\":1,\"b\":2}}]}"))
                .contains("-32700", "not JSON at /params/1/a/b: this member stands twice");
        assertThat(post(CALLER, begin + "[".repeat(100_000)))
                .contains("-32700", "not JSON at /params/1/0/0", "nests deeper than 128 levels");
        assertThat(post(CALLER, begin + "1".repeat(401) + "]}"))
                .contains("not JSON at /params/1: a number has more than 400 digits");
        assertThat(post(CALLER, begin + "[" + "0,".repeat(260_000) + "0]]}"))
                .contains("not JSON at /params/1/", "more than 250000 values and names");
        assertThat(post(CALLER, begin + "{\"\\ud800\":1,\"\\ud800\":1}]}"))
                .contains("not JSON at /params/1: want well-formed JSON");
        assertThat(post(CALLER, begin + "1]} 2"))
                .contains("not JSON: want nothing behind the first value");
        assertThat(post(CALLER, begin + "nul"))
                .contains("not JSON at /params/1: want well-formed JSON in UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | -32700",
                "[] | -32600",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"whoami\"}] | -32600",
                "7 | -32600",
                "{\"id\":1,\"method\":\"whoami\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"whoami\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"whoami\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1} | -32600",
            })
    void whatIsNoRequestIsRefusedWithIdNull(String body, int code) throws Exception {
        assertThat(post(CALLER, body)).contains("\"id\":null", "\"code\":" + code);
    }

    @Test
    void callWithoutOneCallerIsDenied() throws Exception {
        String whoami = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"whoami\"}";

        assertThat(post(Headers.NONE, whoami)).contains("Not authorized", "-32010");
        assertThat(post(CALLER.with("atek-auth-user", "admin"), whoami)).contains("-32010");
        assertThat(post(CALLER, whoami)).contains("u1 by s1");
    }

    @Test
    void onlyPostIsACall() throws Exception {
        try (Response response = client.call(server.at(), Request.get("/_api/things"))) {
            assertThat(response.status()).isEqualTo(405);
        }
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(environment(dir.path()).toString()).doesNotContain("secret-token");
    }
}
