package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The table of `docs/security.md` says what this run of the tests found: it comes last.
/// `-Datek.golden=write` writes it anew; what a run leaves out keeps the result that it has.
@Order(Integer.MAX_VALUE)
class SecurityPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/security.md");
    private static final Path TESTS = Path.of("src/test/java/cloud/atek/host/security");
    private static final Pattern ROW = Pattern.compile("Row(\\d\\d)\\w+Test");
    private static final Pattern TABLE =
            Pattern.compile("(?<=\\n)\\| row \\|.*?\\n(?!\\|)", Pattern.DOTALL);

    @Test
    void everyAttackHasATestAndEveryTestAnAttack() throws IOException {
        var tested = classes();

        assertThat(Attacks.ALL).extracting(Attacks::number).doesNotHaveDuplicates().hasSize(34);
        assertThat(Attacks.ALL)
                .extracting(Attacks::number)
                .containsExactlyInAnyOrderElementsOf(tested.keySet());
    }

    @Test
    void thePageSaysWhatThisRunFound() throws IOException {
        String page = Files.readString(PAGE);
        Matcher table = TABLE.matcher(page);
        assertThat(table.find()).as("the page has a table").isTrue();
        String wanted = table(table.group());

        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.writeString(
                    PAGE, page.substring(0, table.start()) + wanted + page.substring(table.end()));
        } else {
            assertThat(table.group())
                    .as("write it anew with -Datek.golden=write")
                    .isEqualTo(wanted);
        }
    }

    /// @param before where the results stand of what this run left out
    private static String table(String before) throws IOException {
        JsonNode results = MessageCodec.JSON.readTree(RowResults.FILE.toFile());
        var tested = classes();
        var lines = new StringBuilder("| row | attack | test | result |\n|---|---|---|---|\n");
        for (Attacks attack : Attacks.ALL) {
            List<String> tests = tested.getOrDefault(attack.number(), List.of());
            lines.append(
                    "| %d | %s | %s | %s |\n"
                            .formatted(
                                    attack.number(),
                                    attack.name(),
                                    tests.stream()
                                            .map("`%s`"::formatted)
                                            .collect(Collectors.joining(" ")),
                                    tests.stream()
                                            .map(test -> result(results.path(test), test, before))
                                            .distinct()
                                            .collect(Collectors.joining(", "))));
        }
        return lines.toString();
    }

    private static String result(JsonNode tally, String test, String before) {
        if (tally.isMissingNode()) {
            Matcher old =
                    Pattern.compile("`%s`.* \\| ([^|]*) \\|\\n".formatted(test)).matcher(before);
            return old.find() ? old.group(1) : "not run";
        }
        int failed = tally.path("failed").asInt();
        int notRun = tally.path("notRun").asInt();
        if (failed > 0 || notRun > 0) {
            return String.format(Locale.ROOT, "fails: %d failed, %d not run", failed, notRun);
        }
        return tally.path("tests").asInt() == 0 ? "not run" : "refused";
    }

    private static Map<Integer, List<String>> classes() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .sorted((a, b) -> a.group().compareTo(b.group()))
                    .collect(
                            Collectors.groupingBy(
                                    row -> Integer.valueOf(row.group(1)),
                                    TreeMap::new,
                                    Collectors.mapping(Matcher::group, Collectors.toList())));
        }
    }
}
