package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.host.testkit.Raw;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveSiteTest {

    private static Stand stand;
    private static String session;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
        session = Stand.cookie(stand.doors.at("bob", "k.app"));
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    private static Raw.Answer get(String path, String... headers) throws Exception {
        var all = new ArrayList<>(List.of(headers));
        all.add(session);
        return stand.ask(stand.get("app.localhost", path, all.toArray(String[]::new)));
    }

    @Test
    void serviceHearsThePathAsItCameAndWhoCalls() throws Exception {
        String path = "/a%2Fb/./c//d%20;p=1?q=%C3%A9&r=a+b";

        String heard = get(path, "Accept-Language: de").text();

        assertThat(heard)
                .contains(
                        "GET " + path + "\n",
                        "Host: " + stand.host("app.localhost") + "\n",
                        "Accept-Language: de\n",
                        "Atek-Auth-User: bob\n",
                        "Atek-Auth-Service: k.app\n",
                        "X-Forwarded-For: 127.0.0.1\n",
                        "X-Forwarded-Host: " + stand.host("app.localhost") + "\n",
                        "X-Forwarded-Proto: http\n");
    }

    @Test
    void noSpellingOfAReservedHeaderPasses() throws Exception {
        for (String name :
                List.of(
                        "Atek-Auth-User",
                        "atek-auth-user",
                        "ATEK_AUTH_USER",
                        "aTeK_aUtH-sErViCe",
                        "Atek.Auth.User",
                        "Atek--Auth--User",
                        "Atek-Anything",
                        "AtekAuthUser",
                        "X-Forwarded-For",
                        "X_Forwarded_For",
                        "x-forwarded-host",
                        "X-Forwarded-Prefix",
                        "X-Forwarded-Port",
                        "XForwardedFor",
                        "Forwarded",
                        "X-Real-IP",
                        "x_real_ip")) {
            String heard = get("/", name + ": forged", name + ": \tforged", name + ":").text();

            assertThat(heard).as(name).doesNotContain("forged", name + ":\n", name + ": \n");
            assertThat(heard.lines().filter(line -> line.startsWith("Atek-Auth-User")))
                    .containsExactly("Atek-Auth-User: bob");
        }
    }

    @Test
    void bytesBeyondAsciiPassInHeadersAndNotInPaths() throws Exception {
        var answer = get("/", "X-Name: caf\u00c3\u00a9");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("X-Name: caf");

        assertThat(get("/x?q=\u00c3\u00a9").text()).contains("GET /x?q=%C3%A9\n");
        for (String path : List.of("/caf\u00c3\u00a9", "/x?q=\u00c3\u00a9", "/\u0080", "/a\"b|c")) {
            assertThat(get(path).status()).as(path).isIn(200, 400);
        }
    }

    @Test
    void connectionHeaderCannotRemoveOrPassAnything() throws Exception {
        String heard =
                get(
                                "/",
                                "Connection: Atek-Auth-User, X-Mine, Host, Upgrade",
                                "X-Mine: forged",
                                "Keep-Alive: 1",
                                "TE: trailers",
                                "Proxy-Connection: x",
                                "Upgrade: h2c",
                                "Expect: 100-continue")
                        .text();

        assertThat(heard)
                .contains("Atek-Auth-User: bob", "Host: ")
                .doesNotContain("forged", "Keep-Alive", "TE:", "Upgrade", "Expect", "Proxy-");
    }

    @Test
    void serviceNeverSeesTheSession() throws Exception {
        String token = session.substring(session.indexOf('=') + 1);

        String heard =
                stand.ask(
                                stand.get(
                                        "app.localhost",
                                        "/",
                                        "Cookie: a=1; __Host-atek=" + token + ";atek=x; b=\"2\"",
                                        "Cookie: __host-ATEK=y"))
                        .text();

        assertThat(heard).contains("Cookie: a=1; b=\"2\"\n").doesNotContain(token, "atek=");
        assertThat(get("/").text()).doesNotContain("Cookie");
    }

    @Test
    void tokenOfTheHostIsNotPassedOn() throws Exception {
        String heard =
                stand.ask(stand.get("app.localhost", "/", Stand.bearer(FakeDoors.HOST_TOKEN)))
                        .text();

        assertThat(heard)
                .contains("Atek-Auth-User: system", "Atek-Auth-Service: system")
                .doesNotContain("Authorization", FakeDoors.HOST_TOKEN);
        assertThat(get("/", "Authorization: Basic eDp5").text())
                .contains("Authorization: Basic eDp5");
    }

    @Test
    void programGoesThroughTheGateway() throws Exception {
        var answer =
                stand.ask(stand.get("app.localhost", "/", Stand.bearer(FakeDoors.PROGRAM_TOKEN)));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void siblingPagesCannotPost() throws Exception {
        for (String said :
                List.of(
                        stand.origin("evil.localhost"),
                        stand.origin("localhost"),
                        "Sec-Fetch-Site: same-site",
                        "Origin: null",
                        "X-Nothing: said")) {
            var answer = stand.ask(stand.post("app.localhost", "/", "x", session, said));

            assertThat(answer.status()).as(said).isEqualTo(403);
        }
        var own =
                stand.ask(
                        stand.post(
                                "app.localhost",
                                "/echo",
                                "x",
                                session,
                                stand.origin("app.localhost")));
        assertThat(own.text()).isEqualTo("x");
    }

    @Test
    void fiveMegabytesComeBackWhileTheyGo() throws Exception {
        var bytes = new byte[5 << 20];
        new Random(2).nextBytes(bytes);
        try (Raw raw = stand.raw()) {
            raw.send(
                    "POST /echo HTTP/1.1\r\nHost: app.localhost\r\n%s\r\n%s\r\n"
                                    .formatted(session, "Origin: http://app.localhost")
                            + "Content-Length: "
                            + bytes.length
                            + "\r\n\r\n");
            Thread.startVirtualThread(() -> {
                try {
                    raw.out().write(bytes);
                } catch (IOException e) {
                    // The reader reports it.
                }
            });

            assertThat(raw.read(true).body()).isEqualTo(bytes);
        }
    }

    @Test
    void chunkedBodyPasses() throws Exception {
        try (Raw raw = stand.raw()) {
            for (int i = 0; i < 2; i++) {
                var answer =
                        raw.ask(
                                "POST /echo HTTP/1.1\r\nHost: app.localhost\r\n%s\r\n"
                                                .formatted(session)
                                        + "Origin: http://app.localhost\r\n"
                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                        + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n");

                assertThat(answer.text()).isEqualTo("abcdefg");
            }
        }
    }

    @Test
    void smuggledRequestsAreRefused() throws Exception {
        for (String framing :
                List.of(
                        "Content-Length: 5\r\nTransfer-Encoding: chunked",
                        "Content-Length: 5\r\nContent-Length: 6",
                        "Content-Length: 5, 5",
                        "Content-Length: +5",
                        "Content-Length: 0x5",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                        "Transfer-Encoding: xchunked",
                        "Transfer-Encoding : chunked",
                        "Transfer-Encoding: chunked, gzip")) {
            var answer =
                    stand.ask(
                            "POST /echo HTTP/1.1\r\nHost: app.localhost\r\n"
                                    + session
                                    + "\r\nOrigin: http://app.localhost\r\n"
                                    + framing
                                    + "\r\n\r\n0\r\n\r\n");

            assertThat(answer.status()).as(framing).isIn(400, 411, 501);
        }
    }

    @Test
    void eventArrivesBeforeTheStreamEnds() throws Exception {
        var heard = new CountDownLatch(1);
        stand.live(
                "stream",
                UserKey.SYSTEM,
                _ ->
                        new Answer.Written(
                                200,
                                Headers.of("Content-Type", "text/event-stream"),
                                out -> {
                                    out.write("data: 1\n\n".getBytes(ISO_8859_1));
                                    out.flush();
                                    await(heard);
                                    out.write("data: 2\n\n".getBytes(ISO_8859_1));
                                }));
        try (Raw raw = stand.raw()) {
            raw.send(
                    stand.get(
                            "stream.localhost",
                            "/",
                            Stand.cookie(stand.doors.at("bob", "k.stream"))));

            assertThat(raw.readHead().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(raw.line()).isEqualTo("data: 1");
            heard.countDown();
            assertThat(raw.line()).isEmpty();
            assertThat(raw.line()).isEqualTo("data: 2");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Test
    void connectionIsKeptOverAllKindsOfAnswers() throws Exception {
        try (Raw raw = stand.raw()) {
            for (int i = 0; i < 2; i++) {
                assertThat(raw.ask(stand.get("app.localhost", "/x", session)).status())
                        .isEqualTo(200);
                assertThat(raw.ask(stand.get("app.localhost", "/nothing", session)).status())
                        .isEqualTo(204);
                var unchanged = raw.ask(stand.get("app.localhost", "/unchanged", session));
                assertThat(unchanged.status()).isEqualTo(304);
                assertThat(unchanged.header("ETag")).isEqualTo("\"1\"");
                var head =
                        raw.ask(stand.get("app.localhost", "/x", session).replace("GET", "HEAD"));
                assertThat(head.status()).isEqualTo(200);
                assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
            }
        }
    }

    @Test
    void serviceMayNotReachBeyondItsName() throws Exception {
        Headers said =
                Headers.of(
                        "Set-Cookie", "own=1; Path=/",
                        "Set-Cookie", "wide=1; DOMAIN=localhost",
                        "Set-Cookie", "__Host-atek=1; Path=/; Secure",
                        "Set-Cookie", " atek =1",
                        "Clear-Site-Data", "\"*\"",
                        "Atek-Auth-User", "x",
                        "Alt-Svc", "h2=\":1\"",
                        "Keep-Alive", "x",
                        "Referrer-Policy", "no-referrer",
                        "X-Own", "yes");
        stand.live(
                "bad",
                UserKey.SYSTEM,
                _ -> new Response(200, said, Body.of("body".getBytes(ISO_8859_1))));

        var answer =
                stand.ask(
                        stand.get(
                                "bad.localhost",
                                "/",
                                Stand.cookie(stand.doors.at("bob", "k.bad"))));

        assertThat(answer.all("Set-Cookie")).containsExactly("own=1; Path=/");
        assertThat(answer.header("X-Own")).isEqualTo("yes");
        assertThat(answer.all("Referrer-Policy")).containsExactly("no-referrer");
        for (String gone : List.of("Clear-Site-Data", "Atek-Auth-User", "Alt-Svc")) {
            assertThat(answer.all(gone)).as(gone).isEmpty();
        }
        assertThat(answer.text()).isEqualTo("body");
    }

    @Test
    void onlyTheMainPageMayFrameAService() throws Exception {
        assertThat(get("/").all("Content-Security-Policy"))
                .containsExactly("frame-ancestors 'self' http://" + stand.host("localhost"));
        Headers own = Headers.of("Content-Security-Policy", "Frame-Ancestors 'none'");
        stand.live("own", UserKey.SYSTEM, _ -> new Response(200, own, Body.none()));

        var answer =
                stand.ask(
                        stand.get(
                                "own.localhost",
                                "/",
                                Stand.cookie(stand.doors.at("bob", "k.own"))));

        assertThat(answer.all("Content-Security-Policy")).containsExactly("Frame-Ancestors 'none'");
    }

    @Test
    void deadServiceIsABadGatewayUntilItIsBack() throws Exception {
        var server = stand.live("frail", UserKey.SYSTEM, Stand::service);
        String bob = Stand.cookie(stand.doors.at("bob", "k.frail"));
        String request = stand.get("frail.localhost", "/", bob);
        try (Raw raw = stand.raw()) {
            assertThat(raw.ask(request).status()).isEqualTo(200);
            server.close();

            var dead = raw.ask(request);
            assertThat(dead.status()).isEqualTo(502);
            assertThat(dead.text())
                    .contains("frail did not answer")
                    .doesNotContain("/tmp", ".sock");

            stand.live("frail", UserKey.SYSTEM, Stand::service);
            assertThat(raw.ask(request).status()).isEqualTo(200);
        }
    }

    @Test
    void answerThatBreaksOffBreaksOffForTheClient() throws Exception {
        stand.live(
                "torn",
                UserKey.SYSTEM,
                _ ->
                        new Answer.Written(
                                200,
                                Headers.NONE,
                                out -> {
                                    out.write("half".getBytes(ISO_8859_1));
                                    out.flush();
                                    throw new IOException("torn");
                                }));
        try (Raw raw = stand.raw()) {
            raw.send(
                    stand.get(
                            "torn.localhost", "/", Stand.cookie(stand.doors.at("bob", "k.torn"))));
            raw.readHead();

            String rest = new String(raw.in().readAllBytes(), ISO_8859_1);

            assertThat(rest).startsWith("4\r\nhalf").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void mainSiteIsReachedAtTheRoot() throws Exception {
        stand.mains.put(new UserKey("bob"), new ServiceId("app"));

        String heard = stand.ask(stand.get("localhost", "/x", Stand.cookie("bob-root"))).text();

        assertThat(heard).contains("GET /x", "Atek-Auth-User: bob", "Atek-Auth-Service: k.app");
    }
}
