package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that changes `config.json` all the time is killed at any moment.
class ConfigCrashTest {

    private static final int KILLS = 8;
    private static final int DOMAINS = 20;

    /// Writes number after number into every place of the file, until it is killed.
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws IOException {
            ConfigFile file = ConfigFile.in(Path.of(args[0]));
            for (int i = 1; ; i++) {
                file.change(values(i));
            }
        }
    }

    private static ObjectNode values(int i) {
        ObjectNode values = MessageCodec.JSON.createObjectNode().put("sessionDays", i % 365 + 1);
        values.put("domain", "d" + i % 365 + ".example");
        var domains = values.putArray("domains");
        IntStream.range(0, DOMAINS).forEach(n -> domains.add("d%d-%d.example".formatted(i, n)));
        return values;
    }

    @Test
    void fileIsTheOldOneOrTheNewOneAtEveryMoment(@TempDir Path dir) throws Exception {
        ConfigFile file = ConfigFile.in(dir);
        file.change(values(0));
        var random = new Random(5);
        for (int i = 0; i < KILLS; i++) {
            byte[] before = file.bytes();
            Process writer = start(dir);
            while (writer.isAlive() && java.util.Arrays.equals(before, file.bytes())) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(50));
            writer.destroyForcibly().waitFor();

            HostConfig config = file.read();
            assertThat(config.names().more())
                    .hasSize(DOMAINS)
                    .allMatch(name -> name.startsWith(prefix(config)));
            assertThat(config.domain())
                    .isEqualTo("d" + (config.sessionLife().toDays() - 1) + ".example");
        }
        assertThat(Files.exists(dir.resolve("config.json"))).isTrue();
    }

    /// All values of one write belong together.
    private static String prefix(HostConfig config) {
        return config.names().more().getFirst().replaceFirst("-.*", "-");
    }

    private static Process start(Path dir) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        dir.toString())
                .inheritIO()
                .start();
    }
}
