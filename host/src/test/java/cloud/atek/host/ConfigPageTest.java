package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of `docs/config.md` says what the schema says. `-Datek.golden=write` writes it anew.
class ConfigPageTest {

    private static final Path PAGE = Path.of("../docs/config.md").toAbsolutePath().normalize();
    private static final String HEAD =
            """
            | key | default | a change holds | meaning |
            |---|---|---|---|
            """;

    @Test
    void thePageTellsEveryKey() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(HEAD);
        int end = page.indexOf("\n\n", begin);
        assertThat(begin).as("the table's head").isPositive();
        String told = page.substring(0, begin) + HEAD + table() + page.substring(end);
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.writeString(PAGE, told);
        }
        assertThat(Files.readString(PAGE))
                .as("write it anew with -Datek.golden=write")
                .isEqualTo(told);
    }

    private static String table() {
        return ConfigKey.ALL.stream()
                .map(key ->
                        "| `%s` | `%s` | %s | %s Wanted: %s |"
                                .formatted(
                                        key.name(),
                                        key.usual(),
                                        key.effect().words(),
                                        key.meaning(),
                                        key.wanted()))
                .collect(Collectors.joining("\n"));
    }
}
