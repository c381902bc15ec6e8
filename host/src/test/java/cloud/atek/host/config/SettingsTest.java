package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final long PATIENCE_S = 10;

    private final LinkedBlockingQueue<HostConfig> changes = new LinkedBlockingQueue<>();

    @TempDir Path dir;
    private Path path;
    private Settings settings;

    @BeforeEach
    void open() throws IOException {
        path = dir.resolve("config.json");
        Files.writeString(path, "{\"port\": 1, \"domain\": \"one.example\"}");
        settings = Settings.open(ConfigFile.in(dir), json("{'port': 7}"));
        settings.watch((_, now) -> changes.add(now));
    }

    @AfterEach
    void close() {
        settings.close();
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) MessageCodec.JSON.readTree(text.replace('\'', '"'));
    }

    /// As editors do it: beside, then over.
    private void edit(String text) throws IOException {
        Path beside = dir.resolve("config.json~");
        Files.writeString(beside, text.replace('\'', '"'));
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private HostConfig next() throws InterruptedException {
        HostConfig next = changes.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(next).as("a change was seen").isNotNull();
        return next;
    }

    private static void eventually(BooleanSupplier claim) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!claim.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(claim.getAsBoolean()).isTrue();
    }

    @Test
    void editTakesEffectWhileTheHostRuns() throws Exception {
        edit("{'domain': 'two.example', 'domains': ['atek.local'], 'sessionDays': 3, 'port': 1}");

        HostConfig now = next();

        assertThat(now).isEqualTo(settings.current());
        assertThat(now.names().all()).containsExactly("two.example", "atek.local");
        assertThat(now.sessionLife()).isEqualTo(Duration.ofDays(3));
        assertThat(now.port()).as("the command line wins").isEqualTo(7);
        assertThat(settings.report().needsRestart()).isEmpty();
    }

    @Test
    void whatNeedsARestartIsSaidAndNotDone() throws Exception {
        edit("{'sandbox': 'none', 'logFiles': 2}");

        HostConfig now = next();

        assertThat(now.sandbox()).isEqualTo(HostConfig.Confinement.STRICT);
        assertThat(now.logs().files()).isEqualTo(2);
        assertThat(settings.report().needsRestart()).containsExactly("sandbox");
    }

    @Test
    void badEditChangesNothingAndIsToldUntilItIsMended() throws Exception {
        HostConfig before = settings.current();

        edit("{'domain': 'Two', 'prot': 1, 'logFiles': 3}");
        eventually(() -> settings.report().faults().size() == 2);

        assertThat(settings.current()).isEqualTo(before);
        edit("{'logFiles': 3}");
        next();
        assertThat(settings.report().faults()).isEmpty();
        assertThat(settings.current().logs().files()).isEqualTo(3);
    }

    @Test
    void fileThatIsTakenBackToWhatItWasIsGoodAgain() throws Exception {
        String good = Files.readString(path);
        edit("{'prot': 1}");
        eventually(() -> !settings.report().faults().isEmpty());

        edit(good);

        eventually(() -> settings.report().faults().isEmpty());
    }

    @Test
    void ownWritesKeepWhatAPersonWroteMeanwhile() throws Exception {
        edit("{'domain': 'two.example', 'port': 1}");
        settings.keep(json("{'serverDbId': '%s'}".formatted("ab".repeat(32))));

        assertThat(Files.readString(path)).contains("two.example", "abab");
        assertThat(settings.current().domain()).isEqualTo("two.example");
        assertThat(settings.current().serverDbId()).startsWith("abab");
        assertThat(settings.report().needsRestart()).isEmpty();
    }

    @Test
    void changeIsCheckedWrittenAndTaken() throws Exception {
        ConfigChange changed =
                settings.change(json("{'updateCheck': 'off', 'sandbox': 'none', 'domain': null}"));

        assertThat(changed.changed()).containsExactly("domain", "sandbox", "updateCheck");
        assertThat(changed.needsRestart()).containsExactly("sandbox");
        assertThat(settings.current().updateCheck().every()).isNull();
        assertThat(settings.current().domain()).isEqualTo("localhost");
        assertThat(ConfigFile.in(dir).read().sandbox()).isEqualTo(HostConfig.Confinement.NONE);
    }

    @Test
    void nobodyButTheHostWritesItsOwnKeys() throws Exception {
        for (String key : List.of("serverDbId", "systemAuthTokens")) {
            assertThatThrownBy(() -> settings.change(json("{'" + key + "': null}")))
                    .isInstanceOf(BadConfigException.class)
                    .hasMessageContaining("/" + key)
                    .hasMessageContaining("written by the host");
        }
    }

    @Test
    void badCommandLineIsRefused() {
        assertThatThrownBy(() -> Settings.open(ConfigFile.in(dir), json("{'port': 70000}")))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("/port: want a TCP port");
    }
}
