package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A page from elsewhere, or of a sibling service, opens a WebSocket in the name of who looks at
/// it, for browsers send cookies along and ask nobody: only a page of the very origin gets one, and
/// nobody gets them without end.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row10WebSocketOriginTest {

    private static final int SOCKETS_OF_ONE_USER_MAX = 256;

    private Hostile house;
    private String session;
    private String root;

    @BeforeAll
    void start(Hostile given) {
        house = given;
        house.bob().visit(Hostile.NOTES, "/");
        session = house.bob().browser().cookie("notes.localhost", "__Host-atek");
        root = house.bob().browser().cookie("localhost", "__Host-atek");
        assertThat(session).isNotEmpty();
    }

    @Test
    void onlyThePagesOwnOriginIsJoined() throws Exception {
        int port = house.host().port();
        assertThat(site("Origin: http://notes.localhost:" + port)).isEqualTo(101);
        for (String origin :
                List.of(
                        "",
                        "Origin: null",
                        "Origin:",
                        "Origin: http://evil.localhost:" + port,
                        "Origin: http://localhost:" + port,
                        "Origin: https://notes.localhost:" + port,
                        "Origin: http://notes.localhost",
                        "Origin: http://notes.localhost:1",
                        "Origin: http://notes.localhost:" + port + ".evil.example",
                        "Origin: http://notes.localhost:%1$d\r\nOrigin: http://notes.localhost:%1$d"
                                .formatted(port),
                        "Origin: http://notes.localhost:%1$d, http://notes.localhost:%1$d"
                                .formatted(port),
                        "Origin: http://NOTES.localhost:" + port,
                        "Origin: http://evil.example",
                        "Origin: file://",
                        "Sec-Fetch-Site: same-origin",
                        "Sec-WebSocket-Origin: http://notes.localhost:" + port)) {
            assertThat(site(origin)).as(origin).isEqualTo(403);
            if (!origin.equals("Origin: http://localhost:" + port)) {
                assertThat(gateway(origin)).as(origin).isEqualTo(403);
            }
        }
    }

    private int site(String line) throws IOException {
        return status(shake("GET / HTTP/1.1\r\nHost: notes.localhost:%d", session, line));
    }

    private int gateway(String line) throws IOException {
        String target =
                "GET /_atek/gateway?api=example.com/notes-live HTTP/1.1\r\nHost: localhost:%d";
        return status(
                shake(target, root, line.isEmpty() ? line : line.replace("notes.localhost", "x")));
    }

    private String shake(String target, String cookie, String line) {
        return target.formatted(house.host().port())
                + "\r\nCookie: __Host-atek="
                + cookie
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + (line.isEmpty() ? "" : line + "\r\n")
                + "\r\n";
    }

    private int status(String request) throws IOException {
        try (Raw raw = Raw.open(house.host().port())) {
            raw.send(request);
            return raw.readHead().status();
        }
    }

    @Test
    void aHandshakeWithAFloodOfProtocolsIsRefused() throws Exception {
        String many = "Sec-WebSocket-Protocol: " + "a,".repeat(10_000) + "a";
        String extensions = "Sec-WebSocket-Extensions: " + "permessage-deflate;".repeat(1_000);

        assertThat(site("Origin: http://notes.localhost:" + house.host().port() + "\r\n" + many))
                .isEqualTo(431);
        assertThat(
                        site(
                                "Origin: http://notes.localhost:%d\r\n"
                                                .formatted(house.host().port())
                                        + extensions))
                .isEqualTo(431);
    }

    @Test
    void nobodyOpensThemWithoutEnd() throws Exception {
        var open = new ArrayList<Raw>();
        try {
            int refused = 0;
            String mine = "Origin: http://notes.localhost:" + house.host().port();
            for (int i = 0; i < SOCKETS_OF_ONE_USER_MAX + 20; i++) {
                Raw raw = Raw.open(house.host().port());
                open.add(raw);
                raw.send(shake("GET / HTTP/1.1\r\nHost: notes.localhost:%d", session, mine));
                int status = raw.readHead().status();
                assertThat(status).isIn(101, 429);
                refused += status == 429 ? 1 : 0;
            }
            assertThat(refused).isGreaterThanOrEqualTo(20);
            // Somebody else's share is his own.
            assertThat(
                            house.ask(
                                            "GET / HTTP/1.1\r\nHost: notes.localhost\r\n"
                                                    + house.bearer()
                                                    + "\r\n")
                                    .status())
                    .isEqualTo(200);
        } finally {
            for (Raw raw : open) {
                raw.close();
            }
        }
        long deadline = System.nanoTime() + 60_000_000_000L;
        String mine = "Origin: http://notes.localhost:" + house.host().port();
        while (site(mine) != 101) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
