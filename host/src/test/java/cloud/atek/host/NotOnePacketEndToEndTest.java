package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Island;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Spy;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A host in a house of its own, whose cable counts each packet: a service without a grant puts not
/// one on it, whatever it tries, and neither does the host for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotOnePacketEndToEndTest {

    /// In the world at the other end of the cable; it answers nothing.
    private static final String FAR = "11.22.33.44";

    /// Asks the kernel for each kind of socket that could put something on a cable.
    private static final String SOCKETS =
            """
            import cloud.atek.api.ApiId;
            import cloud.atek.kit.Service;
            import java.lang.foreign.Arena;
            import java.lang.foreign.FunctionDescriptor;
            import java.lang.foreign.Linker;
            import java.lang.foreign.MemorySegment;
            import java.lang.foreign.StructLayout;
            import java.lang.foreign.ValueLayout;
            import java.lang.invoke.MethodHandle;
            import java.net.URI;
            import java.net.http.HttpClient;
            import java.net.http.HttpRequest;
            import java.net.http.HttpResponse;

            public class Main {
                public interface Sockets {
                    ApiId ID = new ApiId("example.com/sockets");

                    String open(int family, int type, int protocol);

                    String get(String url);
                }

                static class Real implements Sockets {
                    @Override
                    public String open(int family, int type, int protocol) {
                        Linker linker = Linker.nativeLinker();
                        StructLayout state = Linker.Option.captureStateLayout();
                        var number = ValueLayout.JAVA_INT;
                        MethodHandle socket = linker.downcallHandle(
                                linker.defaultLookup().find("socket").orElseThrow(),
                                FunctionDescriptor.of(number, number, number, number),
                                Linker.Option.captureCallState("errno"));
                        try (Arena arena = Arena.ofConfined()) {
                            MemorySegment errors = arena.allocate(state);
                            int file = (int) socket.invoke(errors, family, type, protocol);
                            int error = errors.get(number, state.byteOffset(
                                    java.lang.foreign.MemoryLayout.PathElement.groupElement("errno")));
                            return file < 0 ? "errno " + error : "open";
                        } catch (Throwable e) {
                            return e.toString();
                        }
                    }

                    @Override
                    public String get(String url) {
                        try (var client = HttpClient.newHttpClient()) {
                            var request = HttpRequest.newBuilder(URI.create(url)).build();
                            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                            return answer.statusCode() + " " + answer.body();
                        } catch (Exception e) {
                            return e.toString();
                        }
                    }
                }

                public static void main(String[] args) {
                    Service.fromEnvironment().export("/", Sockets.class, caller -> new Real()).serve();
                }
            }
            """;

    private Island island;
    private TestHost host;
    private Spy spy;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        island = Island.make(FAR);
        host = TestHost.upIn(island, TestHost.freshHome(), Map.of());
        String wants =
                "{\"network\": [{\"host\": \"weather.example\", \"port\": 443, \"reason\": \"rain\"}]}";
        Path none = Files.writeString(dir.resolve("none.pem"), "");
        spy = Spy.install(host, dir.resolve("spy"), "spy", wants, Map.of("world.pem", none));
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
        island.close();
    }

    @Test
    @Order(1)
    void aNodeServiceThatTriesEverythingPutsNothingOnTheCable() throws Exception {
        long before = island.packetsOut();

        for (String host : List.of(FAR, "10.77.0.1", "169.254.169.254", "fd00::7")) {
            assertThat(spy.does("direct", host, 443)).startsWith("ENETUNREACH");
            assertThat(spy.does("udp", host, 53)).doesNotStartWith("sent");
            assertThat(
                            spy.does(
                                    "resolve",
                                    "a.example",
                                    host.contains(":") ? "[" + host + "]" : host))
                    .doesNotMatch("[\\d.]+");
            assertThat(spy.does("proxy", "CONNECT", at(host) + ":443")).startsWith("403 ");
            assertThat(spy.does("proxy", "GET", "http://" + at(host) + "/")).startsWith("403 ");
            assertThat(spy.does("fetch", "http://" + at(host) + "/")).startsWith("EACCES");
            assertThat(spy.does("https", "https://" + at(host) + "/")).startsWith("EACCES");
        }
        assertThat(spy.does("udp", "255.255.255.255", 67)).doesNotStartWith("sent");
        assertThat(spy.does("udp", "224.0.0.251", 5353)).doesNotStartWith("sent");
        for (String name : List.of("weather.example", "nas.local", "localhost.example")) {
            assertThat(spy.does("lookup", name)).startsWith("E");
            assertThat(spy.does("direct", name, 443)).startsWith("E");
            assertThat(spy.does("fetch", "https://" + name + "/"))
                    .startsWith("EACCES")
                    .contains("may not reach " + name + ":443");
        }
        assertThat(spy.does("interfaces")).isEqualTo("lo");
        assertThat(island.packetsOut()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void noSocketThatSpeaksForItselfCanBeOpened() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("sockets"));
        Files.writeString(folder.resolve("Main.java"), SOCKETS);
        Files.writeString(
                folder.resolve("atek.json"),
                "{\"permissions\": {}, \"exports\": [{\"api\": \"example.com/sockets\"}]}");
        long before = island.packetsOut();
        var options = Map.of("sourceUrl", "file://" + folder, "id", "sockets");
        assertThat(host.call("atek.cloud/services-api", "install", options).has("result")).isTrue();

        // Packets, Netlink, VSOCK, Bluetooth, crypto, XDP; then raw IP, ICMP and SCTP.
        for (int family : new int[] {17, 16, 40, 31, 38, 44}) {
            assertThat(open(family, 3, 0)).isEqualTo("errno 97");
        }
        for (int[] kind : new int[][] {{3, 1}, {3, 255}, {2, 1}, {1, 132}, {5, 132}}) {
            assertThat(open(2, kind[0], kind[1])).isEqualTo("errno 93");
            assertThat(open(10, kind[0], kind[1])).isEqualTo("errno 93");
        }
        for (String url : List.of("http://" + FAR + "/", "https://weather.example/")) {
            String got = host.call("example.com/sockets", "get", url).path("result").asText();
            assertThat(got).contains("403");
        }
        assertThat(island.packetsOut()).isEqualTo(before);
    }

    private String open(int family, int type, int protocol) throws IOException {
        return host.call("example.com/sockets", "open", family, type, protocol)
                .path("result")
                .asText();
    }

    /// Otherwise a silent counter would prove nothing.
    @Test
    @Order(3)
    void theSameOutsideOfTheSandboxIsCounted() throws Exception {
        long before = island.packetsOut();
        String script =
                "require('dgram').createSocket('udp4').send('x', 53, '"
                        + FAR
                        + "', () => process.exit())";
        Run run = Run.of(island.inHouse(List.of("node", "-e", script)));

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(island.packetsOut()).isGreaterThan(before);
    }

    @Test
    @Order(4)
    void whatIsGrantedIsCounted() throws Exception {
        long before = island.packetsOut();
        spy.grant(FAR, 443);

        // Nobody listens there: the world says so at once.
        assertThat(spy.does("proxy", "CONNECT", FAR + ":443")).startsWith("502 ");
        assertThat(island.packetsOut()).isGreaterThan(before);
    }

    private static String at(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
