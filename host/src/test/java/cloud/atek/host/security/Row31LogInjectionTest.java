package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.host.testkit.Run;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What somebody prints, is called or asks for is made so that whoever reads a log or the audit
/// sees a line that nobody wrote, or his terminal obeys it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(House.Key.class)
class Row31LogInjectionTest {

    static final String JAVA =
            """
            import cloud.atek.kit.Service;

            public class Main {
                public static void main(String[] args) {
                    Service.fromEnvironment().serve();
                }
            }
            """;

    private static final String FORGED = "2026-01-01T00:00:00.000Z host all is well";

    /// As the host writes it: its own clock, and who it was.
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (?:out|err|host) .*", Pattern.DOTALL);

    /// What no reader of a line may ever get: signs that steer, turn or split.
    private static final Pattern STEERING =
            Pattern.compile(
                    "[\\p{Cntrl}&&[^\\t]]|[\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private static final String PRINTER =
            """
            const forged = '%s';
            const pieces = [
              'first\\n',
              'before\\r' + forged + '\\n',
              'before\\n' + forged + '\\n',
              'before\\x0b' + forged + '\\x0c' + forged + '\\u0085' + forged + '\\u2028' + forged + '\\n',
              '\\x1b[2J\\x1b]0;planted\\x07\\x1b[31mred\\x9b2J\\n',
              '\\x08\\x08\\x08\\x08\\x7f\\x00nothing\\n',
              '\\u202egnidda\\u2066 \\u200b\\ufeff\\n',
              Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0x0a]),
              '</pre><script>planted()</script>\\n',
              'x'.repeat(1 << 20) + '\\n',
              'last\\n',
            ];
            const fs = require('fs');
            for (const piece of pieces) {
              fs.writeSync(1, piece);
            }
            require('http').createServer((request, answer) => answer.end())
                .listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """
                    .formatted(FORGED);

    private final House house;
    private String id = "";

    Row31LogInjectionTest(House house) {
        this.house = house;
    }

    @BeforeAll
    void print(@TempDir Path dir) throws Exception {
        id = house.fresh("printer");
        Path folder = Files.createDirectories(dir.resolve(id));
        Files.writeString(folder.resolve("index.js"), PRINTER);
        Files.writeString(
                folder.resolve("atek.json"),
                "{\"runtime\":\"node\",\"name\":\"Sys\\u001b[2Jtem\\n" + FORGED + "\"}");
        JsonNode made = house.install("file://" + folder, Map.of("id", id));
        if (made.has("error")) {
            // Then nobody sees such a name.
            Files.writeString(folder.resolve("atek.json"), "{\"runtime\":\"node\"}");
            made = house.install("file://" + folder, Map.of("id", id));
        }
        assertThat(made.has("result")).as(made.toString()).isTrue();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!lines().getLast().endsWith("last")) {
            assertThat(System.nanoTime()).as("all is printed").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private List<String> lines() throws IOException {
        JsonNode answer =
                house.host().call(ServicesApi.ID.value(), "logs", id, Map.of("lines", 5000));
        return MessageCodec.JSON.convertValue(
                answer.at("/result/lines"),
                MessageCodec.JSON
                        .getTypeFactory()
                        .constructCollectionType(List.class, String.class));
    }

    @Test
    void everyLineSaysTrulyWhenItCameAndFromWhom() throws IOException {
        for (String line : lines()) {
            assertThat(LINE.matcher(line).matches()).as(line).isTrue();
            assertThat(STEERING.matcher(line).find()).as(line).isFalse();
            assertThat(line).doesNotStartWith(FORGED);
            assertThat(line.length()).isLessThan(10_000);
        }
        assertThat(lines())
                .anyMatch(line -> line.endsWith(" out " + FORGED))
                .anyMatch(line -> line.endsWith(" out before\\x0d" + FORGED))
                .anyMatch(line -> line.contains("\\x1b[2J"))
                .anyMatch(line -> line.contains(" out first"));
    }

    @Test
    void theTerminalIsToldTheSame() throws IOException {
        Run run = house.host().cli("logs", id);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).isNotEmpty().allMatch(line -> LINE.matcher(line).matches());
        assertHarmless(run);

        Run json = house.host().cli("logs", id, "--json");
        assertThat(MessageCodec.JSON.readTree(json.out()).path("lines")).isNotEmpty();
        assertHarmless(json);
        assertHarmless(house.host().cli("ls"));
    }

    @Test
    void theFilesOfALogAreLinesToo() throws IOException {
        String key =
                house.host().call(ServicesApi.ID.value(), "get", id).at("/result/key").asText();
        Path log = house.host().home().resolve("logs").resolve(key).resolve("current.log");

        for (String line : Files.readAllLines(log)) {
            assertThat(LINE.matcher(line).matches()).as(line).isTrue();
            assertThat(STEERING.matcher(line).find()).as(line).isFalse();
        }
    }

    /// Names that strangers type, addresses that they ask for.
    @Test
    void neitherTheAuditNorTheLogOfTheHostHasALineThatNobodyWrote() throws IOException {
        sayHostileNames();
        askForHostilePaths();

        Run audit = house.host().cli("audit", "-n", "50");
        assertThat(audit.exitCode()).as(audit.out()).isZero();
        assertHarmless(audit);
        assertThat(audit.out().lines()).noneMatch(line -> line.startsWith(FORGED));
        assertThat(house.logged().lines()).noneMatch(line -> line.startsWith(FORGED));
        assertThat(STEERING.matcher(house.logged().replace("\n", "")).find()).isFalse();
        Run verify = house.host().cli("audit", "--verify");
        assertThat(verify.exitCode()).as(verify.out()).isZero();
        assertThat(verify.out()).contains("all as they were written");
    }

    private void sayHostileNames() throws IOException {
        for (String name :
                List.of(
                        "x\n" + FORGED,
                        "x\r" + FORGED,
                        "\u001b[2J\u001b]0;planted\u0007",
                        "\u202ebob")) {
            house.host()
                    .call(
                            house.stranger(),
                            house.pageOf("localhost"),
                            UserSessionsApi.ID.value(),
                            "login",
                            Map.of("username", name, "password", "wrong wrong"));
            house.ada().call("atek.cloud/users-api", "delete", name);
            house.ada().call(ServicesApi.ID.value(), "stop", name);
            house.ada()
                    .call(
                            ServicesApi.ID.value(),
                            "install",
                            Map.of("sourceUrl", "https://" + name));
        }
    }

    private void askForHostilePaths() throws IOException {
        var bearer =
                Map.of(
                        "Authorization",
                        "Bearer " + house.host().systemToken(),
                        "User-Agent",
                        "x\t" + FORGED);
        for (String path :
                List.of(
                        "/%0a" + FORGED.replace(' ', '+'),
                        "/%1b[2J",
                        "/%0d%0a%0d%0a",
                        "/?x=%0a1")) {
            Knock.get(house.host().port(), id + ".localhost", path, bearer);
            Knock.get(house.host().port(), "localhost", "/_atek/gateway?api=" + path, bearer);
        }
    }

    private static void assertHarmless(Run run) {
        assertThat(run.out().lines()).allMatch(line -> !STEERING.matcher(line).find());
    }
}
