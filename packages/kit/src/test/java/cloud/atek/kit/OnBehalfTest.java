package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service calls for its caller: it shows the ticket that came with the call, and nothing else
/// changes.
class OnBehalfTest {

    private ShortDir dir;
    private HttpServer host;
    private HostApis apis;

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        host = HttpServer.start(dir.socket("host.sock"), OnBehalfTest::host);
        apis =
                new HostApis(
                        ServiceEnvironment.of(
                                Map.of(
                                        "ATEK_ASSIGNED_SOCKET_FILE", dir.path() + "/s.sock",
                                        "ATEK_ASSIGNED_SERVICE_KEY", "k1",
                                        "ATEK_HOST_PORT", "1",
                                        "ATEK_HOST_BEARER_TOKEN", "t",
                                        "ATEK_HOST_SOCKET_FILE", host.at().toString())));
    }

    @AfterEach
    void stop() throws IOException {
        apis.close();
        host.close();
        dir.close();
    }

    /// Answers with the tickets that it is shown.
    private static Answer host(Request request) throws IOException {
        request.body().bytes(1 << 20);
        String said = String.join(",", request.headers().all("Atek-Ticket"));
        return Response.of(
                200,
                "application/json",
                ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + said + "\"}").getBytes(UTF_8));
    }

    private static Caller caller(String... more) {
        Headers headers =
                Headers.of("Atek-Auth-User", "u1", "Atek-Auth-Service", "s1")
                        .with(Headers.of(more));
        return Caller.of(new Request("POST", "/", headers, Body.none())).orElseThrow();
    }

    @Test
    void theTicketOfTheCallIsShown() throws IOException {
        HostApis theirs = apis.onBehalfOf(caller("Atek-Ticket", "secret-word"));

        assertThat(theirs.api(ThingsApi.class).whoami()).isEqualTo("secret-word");
        assertThat(apis.api(ThingsApi.class).whoami()).as("for itself").isEmpty();
        try (Response plain = theirs.send(ThingsApi.ID, Request.get("/"))) {
            assertThat(new String(plain.body().bytes(100), UTF_8)).contains("secret-word");
        }
        theirs.close();
        assertThat(apis.api(ThingsApi.class).whoami()).as("it is still open").isEmpty();
    }

    @Test
    void withoutATicketNobodyIsActedFor() {
        assertThatThrownBy(() -> apis.onBehalfOf(caller()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("want the caller of a JSON-RPC call");
    }

    @Test
    void aTicketIsNotShownWithItsCaller() {
        assertThat(caller("Atek-Ticket", "secret-word").toString()).doesNotContain("secret-word");
    }

    @Test
    void twoTicketsAreNone() {
        var request =
                new Request(
                        "POST",
                        "/",
                        Headers.of(
                                "Atek-Auth-User", "u1",
                                "Atek-Auth-Service", "s1",
                                "Atek-Ticket", "a",
                                "Atek-Ticket", "b"),
                        Body.none());

        assertThat(Caller.of(request)).isEmpty();
    }
}
