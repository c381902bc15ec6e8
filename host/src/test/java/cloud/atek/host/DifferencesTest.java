package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page that names a test for each defect of the forerunners, and for each difference that is
/// meant, names tests that are there.
class DifferencesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/differences.md");

    /// Where tests are, first those of the part of the page that names no module.
    private static final List<String> MODULES =
            List.of("host", "packages/datachain", "packages/crypto", "adb");

    /// How many rows each series has: security, what ended the host, what did not work, what
    /// differs on the wire, and ATE.
    private static final Map<String, Integer> SERIES =
            Map.of("S", 11, "H", 6, "F", 21, "W", 23, "", 34);

    /// A class with perhaps a claim, or a claim of the class before.
    private static final Pattern NAMED =
            Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?|([a-z]\\w+))`");

    @Test
    void everyDefectHasItsLine() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSize(SERIES.values().stream().mapToInt(Integer::intValue).sum());
        SERIES.forEach((letter, count) -> {
            for (int i = 1; i <= count; i++) {
                String start = "| " + letter + i + " |";
                assertThat(rows).as(start).filteredOn(row -> row.startsWith(start)).hasSize(1);
            }
        });
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        var missing = new ArrayList<String>();
        for (String row : rows()) {
            String tests = row.substring(row.lastIndexOf('|', row.length() - 2));
            Matcher named = NAMED.matcher(tests);
            String source = "";
            int count = 0;
            while (named.find()) {
                count++;
                if (named.group(1) != null) {
                    source = sources.getOrDefault(named.group(1), "");
                }
                String claim = named.group(1) == null ? named.group(3) : named.group(2);
                if (source.isEmpty()
                        || (claim != null && !source.contains("void " + claim + "("))) {
                    missing.add(named.group());
                }
            }
            assertThat(count).as(row).isPositive();
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]?\\d+ \\|.*"))
                .toList();
    }

    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.merge(name(file), text(file), String::concat));
            }
        }
        return sources;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
