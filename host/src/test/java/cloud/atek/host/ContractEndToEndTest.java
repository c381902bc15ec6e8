package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first Atek's conventions on the wire, as they are kept, byte by byte where clients look at
/// bytes. What differs on purpose stands in `docs/differences.md`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final String USERS = "atek.cloud/users-api";
    private static final String ODD = "example.com/odd";
    private static final String NOT_AUTHORIZED = "{\"error\":true,\"message\":\"Not authorized\"}";

    /// Answers as it is asked to.
    private static final String SCRIPT =
            """
            const http = require('http')

            const say = (res, body) => res.writeHead(200, {'Content-Type': 'application/json'}).end(body)

            http.createServer((req, res) => {
              const chunks = []
              req.on('data', (chunk) => chunks.push(chunk))
              req.on('end', () => {
                if (req.method !== 'POST') return res.end('page')
                const body = Buffer.concat(chunks).toString()
                const {id, method, params} = JSON.parse(body)
                const answer = (rest) => say(res, JSON.stringify({jsonrpc: '2.0', id, ...rest}))
                switch (method) {
                  case 'headers': return answer({result: req.headers})
                  case 'body': return answer({result: body})
                  case 'fail': return answer({error: {code: 42, message: 'Own words', data: {more: [1]}}})
                  case 'junk': return say(res, '<html>')
                  case 'empty': return say(res, '{}')
                  case 'end': return process.exit(1)
                  default: return answer({result: params})
                }
              })
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
            """;

    private TestHost host;
    private Person ada;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        ada = Person.made(host, "ada", "admin");
        try (var git =
                GitPackage.create(dir, "odd")
                        .write("index.js", SCRIPT)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/odd\"}]}")
                        .release("v1.0.0")) {
            Run install = host.cli("install", git.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-7", "9007199254740991", "\"a\"", "\"7\"", "\"ä €\""})
    void anIdComesBackAsItWas(String id) throws Exception {
        for (String api : new String[] {ODD, "atek.cloud/inspect-api"}) {
            String answer = post(api, call(id, "isReady", "[]")).body();

            assertThat(MessageCodec.JSON.readTree(answer).path("id")).hasToString(id);
            assertThat(answer).contains("\"jsonrpc\":\"2.0\"", "\"result\":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1.5", "\"\"", "true", "[]", "{}", "99999999999999999999"})
    void anIdOfAnotherKindIsAnInvalidRequest(String id) throws Exception {
        JsonNode answer = json(post(ODD, call(id, "m", "[]")));

        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answer.at("/error/message").asText()).contains("id to be");
        assertThat(answer.path("id").isNull()).isTrue();
    }

    @Test
    void aParamsObjectIsNoParamsToTheHostAndPassesToAService() throws Exception {
        String named = "{\"id\":\"odd\"}";

        assertThat(json(post(SERVICES, call("1", "list", named))).at("/result/services"))
                .isNotEmpty();
        assertThat(json(post(SERVICES, call("1", "get", named))).at("/error/message").asText())
                .isEqualTo("Parameter 1 must be string");
        assertThat(json(post(ODD, call("1", "m", named))).path("result")).hasToString(named);
    }

    @Test
    void paramsAndMembersTooManyAreLeftAlone() throws Exception {
        var user = Map.of("username", "extra", "password", Person.PASSWORD, "nothing", true);

        assertThat(host.call(SERVICES, "get", "odd", "more", 7).has("result")).isTrue();
        assertThat(host.call(USERS, "create", user, "more").has("result")).isTrue();
    }

    @Test
    void nothingToSayIsNull() throws Exception {
        String answer = post(USERS, call("5", "delete", "[\"nobody\"]")).body();

        assertThat(answer).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}");
    }

    @Test
    void anErrorIsAnAnswerWithStatus200() throws Exception {
        HttpResponse<String> answer = post(SERVICES, call("5", "get", "[\"nothing\"]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":"
                                + "{\"message\":\"Not authorized\",\"code\":-32003}}");
    }

    @Test
    void whoShowsNothingIsNotAuthorizedWithStatus401() throws Exception {
        for (String api : new String[] {SERVICES, ODD, "example.com/nothing", ""}) {
            var answer =
                    host.browser().post("localhost", gateway(api), call("1", "m", "[]"), Map.of());

            assertThat(answer.statusCode()).as(api).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void anApiThatNobodyHasIsNotFoundInTheOldWords() throws Exception {
        JsonNode answer = json(post("example.com/nothing", call("1", "m", "[]")));

        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(answer.at("/error/message").asText())
                .isEqualTo(
                        "No service available which matches"
                                + " {\"transport\":\"rpc\",\"api\":\"example.com/nothing\"}");
    }

    @Test
    void theFirstApiOfTheQueryCounts() throws Exception {
        String twice = "/_atek/gateway?api=atek.cloud/inspect-api&api=" + ODD;
        var answer = host.browser().post("localhost", twice, call("1", "isReady", "[]"), token());

        assertThat(json(answer).path("result").asBoolean()).isTrue();
    }

    @Test
    void anErrorOfAServicePassesUnchanged() throws Exception {
        JsonNode error = host.call(ODD, "fail").path("error");

        assertThat(error)
                .hasToString("{\"code\":42,\"message\":\"Own words\",\"data\":{\"more\":[1]}}");
    }

    @Test
    void aServiceThatAnswersNoJsonIsAParseError() throws Exception {
        JsonNode answer = host.call(ODD, "junk");

        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(answer.at("/error/message").asText()).isEqualTo("Parse error");
        assertThat(host.call(ODD, "empty")).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"jsonrpc\":\"2.0\",,}", "nothing", "{} {}", "\u0000"})
    void brokenJsonIsAParseErrorInsteadOfAPage(String body) throws Exception {
        HttpResponse<String> answer = post(ODD, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("id").isNull()).isTrue();
        assertThat(json(answer).at("/error/code").asInt()).isIn(-32700, -32600);
        assertThat(answer.body()).doesNotContain("<", "\\tat ", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":1,\"method\":\"m\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}",
                "7"
            })
    void whatIsNoRequestIsAnInvalidRequest(String body) throws Exception {
        assertThat(json(post(ODD, body)).at("/error/code").asInt()).as(body).isEqualTo(-32600);
    }

    @Test
    void callsInAnArrayAreAnsweredInAnArray() throws Exception {
        String calls = "[%s,%s]".formatted(call("1", "m", "[7]"), call("\"b\"", "fail", "[]"));

        JsonNode answers = json(post(ODD, calls));

        assertThat(answers).hasSize(2);
        assertThat(answers.findValuesAsText("id")).containsExactlyInAnyOrder("1", "b");
        assertThat(answers.findValue("result")).hasToString("[7]");
    }

    @Test
    void callsOfMegabytesPassAndTooLargeOnesAreRefusedInJson() throws Exception {
        String text = "x".repeat(3 << 20);

        JsonNode answer = json(post(ODD, call("1", "m", "[\"" + text + "\"]")));
        HttpResponse<String> tooLarge =
                post(ODD, call("1", "m", "[\"" + "x".repeat(17 << 20) + "\"]"));

        assertThat(answer.at("/result/0").asText()).isEqualTo(text);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(json(tooLarge).path("error").asBoolean()).isTrue();
    }

    @Test
    void whatIsNotThereBelowThePrefixIsNotFoundInJson() {
        Http browser = ada.browser();
        for (String path : new String[] {"/_atek/gateway", "/_atek/nothing", "/_atek/"}) {
            HttpResponse<String> answer = browser.get("localhost", path, Map.of());

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body())
                    .isIn(
                            "{\"error\":true,\"message\":\"Not found\"}",
                            "{\"error\":true,\"message\":\"No service exports this API with"
                                    + " transport proxy\"}");
        }
    }

    @Test
    void aServiceIsToldWhoCallsAndNothingElseOfTheRequest() throws Exception {
        String owner = whoami().path("userKey").asText();
        String key = host.call(SERVICES, "get", "odd").at("/result/key").asText();

        JsonNode byToken =
                json(
                        host.browser()
                                .post(
                                        "localhost",
                                        gateway(ODD),
                                        call("1", "headers", "[]"),
                                        with(token(), "X-Mine", "x", "Cookie", "a=b")));
        JsonNode byCookie = ada.call(ODD, "headers");

        assertThat(byToken.at("/result/atek-auth-user").asText()).isEqualTo("system");
        assertThat(byToken.at("/result/atek-auth-service").asText()).isEqualTo("system");
        assertThat(byCookie.at("/result/atek-auth-user").asText()).isEqualTo(owner);
        assertThat(byCookie.at("/result/atek-auth-service").asText()).isEqualTo(key);
        for (JsonNode answer : new JsonNode[] {byToken, byCookie}) {
            JsonNode headers = answer.path("result");
            assertThat(headers.path("content-type").asText()).startsWith("application/json");
            for (String own : new String[] {"x-mine", "cookie", "authorization", "origin"}) {
                assertThat(headers.has(own)).as(own).isFalse();
            }
        }
    }

    @Test
    void otherSitesGetNoCrossOriginLeave() {
        Map<String, String> foreign = Map.of("Origin", "http://evil.example");

        var read = ada.browser().get("localhost", "/_atek/login", foreign);
        var called = ada.browser().post("localhost", gateway(ODD), call("1", "m", "[]"), foreign);

        assertThat(called.statusCode()).isEqualTo(403);
        for (HttpResponse<String> answer : List.of(read, called)) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"))
                    .doesNotContain("x-powered-by", "server");
        }
    }

    @Test
    void aTokenAtTheRootLearnsThatAtekIsOnline() throws Exception {
        assertThat(host.browser().get("localhost", "/", token()).body())
                .isEqualTo("{\"message\":\"Atek online\"}");
    }

    @Test
    void aTokenOutweighsACookieAndAWrongOneIsNobody() throws Exception {
        Map<String, String> wrong = Map.of("Authorization", "Bearer " + "0".repeat(64));
        String whoami = call("1", "whoami", "[]");
        String sessions = gateway("atek.cloud/user-sessions-api");

        var right = ada.browser().post("localhost", sessions, whoami, token());
        var none = ada.browser().post("localhost", sessions, whoami, wrong);

        assertThat(json(right).at("/result/username").asText()).isEqualTo("system");
        assertThat(none.statusCode()).isEqualTo(401);
    }

    @Test
    void aRequestReachesAServiceAsItsCallerWroteIt() throws Exception {
        String odd =
                "{ \"id\" : 1,\"params\":[1.0, \"\\u00e4\"],"
                        + " \"jsonrpc\":\"2.0\",\"method\":\"body\" }";

        assertThat(json(post(ODD, odd)).path("result").asText()).isEqualTo(odd);
    }

    private JsonNode whoami() throws IOException {
        return ada.call("atek.cloud/user-sessions-api", "whoami").path("result");
    }

    private static String call(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    private static String gateway(String api) {
        return "/_atek/gateway?api=" + api;
    }

    private HttpResponse<String> post(String api, String body) throws IOException {
        return host.browser().post("localhost", gateway(api), body, token());
    }

    private Map<String, String> token() throws IOException {
        return Map.of("Authorization", "Bearer " + host.systemToken());
    }

    private static Map<String, String> with(Map<String, String> headers, String... more) {
        var all = new HashMap<>(headers);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MessageCodec.JSON.readTree(answer.body());
    }
}
