package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Something small to send becomes something large to hold: packed zeros, JSON that is deep, wide
/// or full of digits, bodies that are announced and never come. The host refuses it, in bounded
/// memory, and goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row21BombsTest {

    private static final int MIB = 1 << 20;

    /// The heap of the host and what a JVM needs besides; it never asks for more.
    private static final long MEMORY_MAX_KB = 420 << 10;

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    private static Map<String, String> json() {
        var bombs = new LinkedHashMap<String, String>();
        bombs.put("deep array", call("[".repeat(100_000) + "]".repeat(100_000)));
        bombs.put("deep object", call("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
        bombs.put("never closed", "[".repeat(MIB));
        bombs.put(
                "a million keys",
                call(
                        IntStream.range(0, 1_000_000)
                                .mapToObj(i -> "\"k" + i + "\":1")
                                .collect(Collectors.joining(",", "[{", "}]"))));
        bombs.put("a huge exponent", call("[1e999999]"));
        bombs.put("many digits", call("[" + "9".repeat(MIB) + "]"));
        bombs.put("a huge text", call("[\"" + "x".repeat(14 * MIB) + "\"]"));
        bombs.put("a huge key", call("[{\"" + "x".repeat(14 * MIB) + "\":1}]"));
        bombs.put("escapes", call("[\"" + "\\u0000".repeat(2 * MIB) + "\"]"));
        bombs.put("a batch", "[" + (call("[]") + ",").repeat(100_000) + call("[]") + "]");
        bombs.put("a huge method", call("[]").replace("list", "x".repeat(MIB)));
        bombs.put("a huge id", call("[]").replace(":1,", ":\"" + "x".repeat(MIB) + "\","));
        return bombs;
    }

    private static String call(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":" + params + "}";
    }

    @Test
    void jsonIsRefusedBeforeItIsLarge() throws Exception {
        for (var bomb : json().entrySet()) {
            for (String api : List.of("atek.cloud/services-api", "example.com/evil")) {
                Raw.Answer answer = house.ask(post(api, house.bearer(), "", bomb.getValue()));

                assertThat(answer.status())
                        .as(bomb.getKey() + " to " + api)
                        .isIn(200, 204, 400, 413, 503);
                assertThat(answer.body().length).as(bomb.getKey()).isLessThan(40 * MIB);
            }
            assertGoesOn(bomb.getKey());
        }
    }

    private static String post(String api, String proof, String lines, String body) {
        return "POST /_atek/gateway?api=%s HTTP/1.1\r\nHost: localhost\r\n%s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(api, proof, lines, body.length(), body);
    }

    private void assertGoesOn(String after) throws IOException {
        assertThat(
                        house.ask(post("atek.cloud/services-api", house.bearer(), "", call("[]")))
                                .text())
                .as(after)
                .contains("core.adb");
        long peak =
                Files.readAllLines(Path.of("/proc/" + hostProcess() + "/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElseThrow();
        assertThat(peak).as("peak of the host in kB after " + after).isLessThan(MEMORY_MAX_KB);
        assertThat(Files.readString(house.host().home().resolve("logs/host.log")))
                .as(after)
                .doesNotContain("OutOfMemoryError", "StackOverflowError");
    }

    private long hostProcess() {
        return house.host().pid();
    }

    @Test
    void packedBytesStayPacked() throws Exception {
        String packed = packed(512);
        for (String coding : List.of("gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip")) {
            String line = "Content-Encoding: " + coding + "\r\n";
            Raw.Answer answer =
                    house.ask(post("atek.cloud/services-api", house.bearer(), line, packed));
            assertThat(answer.text()).as(coding).doesNotContain("core.adb");
            assertThat(answer.status()).as(coding).isIn(200, 400, 413, 415);
        }
        assertGoesOn("packed bytes");
    }

    /// @param mib zeros, packed
    private static String packed(int mib) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var zeros = new byte[MIB];
            for (int i = 0; i < mib; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toString(ISO_8859_1);
    }

    @Test
    void strangersSendLittle() throws Exception {
        String large = call("[\"" + "x".repeat(100 << 10) + "\"]");
        assertThat(house.ask(post("atek.cloud/user-sessions-api", "", "", large)).status())
                .isEqualTo(413);
        String length = "Content-Length: 16000000";
        var open = new ArrayList<Raw>();
        try {
            for (int i = 0; i < 100; i++) {
                Raw raw = Raw.open(house.host().port());
                open.add(raw);
                raw.send(
                        "POST /_atek/gateway?api=x HTTP/1.1\r\nHost: localhost\r\n"
                                + length
                                + "\r\n\r\n{");
            }
            assertThat(open.getLast().readHead().status()).isEqualTo(413);
            assertGoesOn("announced bodies");
        } finally {
            for (Raw raw : open) {
                raw.close();
            }
        }
    }

    @Test
    void manyLargeCallsAtOnceHaveABoundTogether() throws Exception {
        var open = new ArrayList<Raw>();
        String piece = "x".repeat(15 * MIB);
        try {
            for (int i = 0; i < 12; i++) {
                Raw raw = Raw.open(house.host().port());
                open.add(raw);
                String all = post("atek.cloud/services-api", house.bearer(), "", piece + "never");
                try {
                    raw.send(all.substring(0, all.length() - 4));
                } catch (SocketException e) {
                    // It was told enough.
                }
            }
            assertGoesOn("twelve large calls");
        } finally {
            for (Raw raw : open) {
                raw.close();
            }
        }
        assertGoesOn("the end of twelve large calls");
    }

    @Test
    void headsAreShort() throws Exception {
        String end = "\r\n\r\n";
        String start = "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\n";
        for (String head :
                List.of(
                        start + "X: " + "x".repeat(MIB),
                        start + "x: y\r\n".repeat(100_000),
                        start + "x".repeat(MIB) + ": y",
                        start + "Cookie: " + "a=b; ".repeat(200_000),
                        "GET /" + "x".repeat(MIB) + " HTTP/1.1\r\nHost: localhost",
                        "GET /?" + "a=b&".repeat(200_000) + " HTTP/1.1\r\nHost: localhost",
                        "x".repeat(MIB))) {
            assertThat(status(head + end)).as(head.substring(0, 60)).isIn(0, 400, 414, 431);
        }
        assertGoesOn("heads");
    }

    private int status(String request) throws IOException {
        try (Raw raw = Raw.open(house.host().port())) {
            raw.send(request);
            return raw.readHead().status();
        } catch (SocketException | java.io.EOFException e) {
            return 0;
        }
    }
}
