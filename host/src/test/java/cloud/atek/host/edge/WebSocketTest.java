package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Raw;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebSocketTest {

    private static final String PIPE = "/_atek/gateway?api=example.com/pipe";

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

    private static String upgrade(String name, String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Connection: keep-alive, Upgrade");
        all.add("Upgrade: websocket");
        all.add("Sec-WebSocket-Version: 13");
        all.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        return stand.get(name, path, all.toArray(String[]::new));
    }

    @Test
    void pageTalksToItsService() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(upgrade("app.localhost", "/ws", session, stand.origin("app.localhost")));

            var head = raw.readHead();
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("Sec-WebSocket-Accept"))
                    .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            for (int i = 0; i < 3; i++) {
                raw.sendFrame("hello " + i);
                assertThat(raw.readFrame()).isEqualTo("echo hello " + i);
            }
        }
    }

    @Test
    void firstFrameMayComeWithTheRequest() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    upgrade("app.localhost", "/ws", session, stand.origin("app.localhost"))
                            + "\u0081\u0082\0\0\0\0hi");

            assertThat(raw.readHead().status()).isEqualTo(101);
            assertThat(raw.readFrame()).isEqualTo("echo hi");
        }
    }

    @Test
    void noSpellingOfAReservedHeaderPassesTheHandshake() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    upgrade(
                            "app.localhost",
                            "/ws",
                            session,
                            stand.origin("app.localhost"),
                            "Atek-Auth-User: system",
                            "ATEK_AUTH_USER: system",
                            "atek.auth.service: system",
                            "X-Forwarded-For: 10.0.0.1"));
            assertThat(raw.readHead().status()).isEqualTo(101);

            raw.sendFrame("headers");

            assertThat(raw.readFrame())
                    .contains("[bob] [k.app] []", "X-Forwarded-For")
                    .doesNotContain("ATEK_AUTH", "atek.auth", "system", "Cookie");
        }
    }

    @Test
    void gatewayJoinsAPageWithAProxyApi() throws Exception {
        for (String name : List.of("app.localhost", "localhost")) {
            String cookie = name.equals("localhost") ? Stand.cookie("bob-root") : session;
            try (Raw raw = stand.raw()) {
                raw.send(upgrade(name, PIPE, cookie, stand.origin(name)));
                assertThat(raw.readHead().status()).as(name).isEqualTo(101);
                raw.sendFrame("headers");
                assertThat(raw.readFrame()).contains("[bob] [k.app] []");
            }
        }
    }

    @Test
    void gatewayJoinsAProgramByItsToken() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(upgrade("127.0.0.1", PIPE, Stand.bearer(FakeDoors.PROGRAM_TOKEN)));
            assertThat(raw.readHead().status()).isEqualTo(101);
            raw.sendFrame("headers");
            assertThat(raw.readFrame())
                    .contains("[bob] [k.hostile]")
                    .doesNotContain("Authorization");
        }
    }

    @Test
    void otherPagesAreRefused() throws Exception {
        for (String origin :
                List.of(
                        stand.origin("evil.localhost"),
                        "Origin: null",
                        "Origin: http://evil.example",
                        "Origin: https://" + stand.host("app.localhost"),
                        "Origin: http://app.localhost:1",
                        "X-No: origin",
                        "Sec-Fetch-Site: same-origin")) {
            for (String path : List.of("/ws", PIPE)) {
                var answer = stand.ask(upgrade("app.localhost", path, session, origin));

                assertThat(answer.status()).as(origin + path).isEqualTo(403);
            }
        }
    }

    @Test
    void nobodyIsRefused() throws Exception {
        for (String path : List.of("/ws", PIPE)) {
            var answer =
                    stand.ask(
                            upgrade(
                                    "app.localhost",
                                    path,
                                    stand.origin("app.localhost"),
                                    "Sec-Fetch-Mode: navigate"));

            assertThat(answer.status()).as(path).isIn(302, 401);
        }
    }

    @Test
    void apiThatNobodyExportsIsNotFound() throws Exception {
        var answer =
                stand.ask(
                        upgrade(
                                "localhost",
                                "/_atek/gateway?api=example.com/none",
                                Stand.cookie("bob-root"),
                                stand.origin("localhost")));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"error\":true");
    }

    @Test
    void placesWithoutWebSocketsRefuse() throws Exception {
        assertThat(
                        stand.ask(
                                        upgrade(
                                                "app.localhost",
                                                "/echo",
                                                session,
                                                stand.origin("app.localhost")))
                                .status())
                .isBetween(200, 499);
        String web = Stand.cookie(stand.doors.at("bob", "k.web"));
        assertThat(
                        stand.ask(upgrade("web.localhost", "/", web, stand.origin("web.localhost")))
                                .status())
                .isEqualTo(404);
        assertThat(
                        stand.ask(
                                        upgrade(
                                                "localhost",
                                                "/_atek/login",
                                                Stand.cookie("bob-root"),
                                                stand.origin("localhost")))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void endOfTheClientReachesTheServiceAndBack() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(upgrade("app.localhost", "/ws", session, stand.origin("app.localhost")));
            assertThat(raw.readHead().status()).isEqualTo(101);
            raw.out().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
            raw.out().flush();

            assertThat(raw.in().readAllBytes()).startsWith((byte) 0x88);
        }
    }

    @Test
    void logoutEndsOpenSocketsAndStreams() throws Exception {
        String token = stand.doors.at("bob", "k.app");
        try (Raw site = stand.raw();
                Raw pipe = stand.raw();
                Raw stream = stand.raw()) {
            String cookie = Stand.cookie(token);
            String origin = stand.origin("app.localhost");
            site.send(upgrade("app.localhost", "/ws", cookie, origin));
            pipe.send(upgrade("app.localhost", PIPE, cookie, origin));
            stream.send(stand.get("app.localhost", "/events", cookie));
            assertThat(site.readHead().status()).isEqualTo(101);
            assertThat(pipe.readHead().status()).isEqualTo(101);
            assertThat(stream.readHead().status()).isEqualTo(200);

            stand.doors.logOut(token);

            assertThat(site.ended()).isTrue();
            assertThat(pipe.ended()).isTrue();
            assertThat(stream.ended()).isTrue();
        }
        session = Stand.cookie(stand.doors.at("bob", "k.app"));
    }
}
