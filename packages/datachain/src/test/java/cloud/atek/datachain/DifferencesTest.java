package cloud.atek.datachain;

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

/// The page that names a test for each defect of the forerunner names tests that are there.
class DifferencesTest {

    private static final Path PACKAGES = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = PACKAGES.resolveSibling("docs").resolve("differences.md");
    private static final int DEFECTS = 34;

    /// A class with perhaps a claim, or a claim of the class before.
    private static final Pattern NAMED =
            Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?|([a-z]\\w+))`");

    @Test
    void everyDefectHasItsLine() throws IOException {
        assertThat(rows()).hasSize(DEFECTS);
        for (int i = 0; i < DEFECTS; i++) {
            assertThat(rows().get(i)).startsWith("| " + (i + 1) + " |");
        }
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
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
    }

    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        for (String module : List.of("datachain", "crypto")) {
            try (Stream<Path> files = Files.walk(PACKAGES.resolve(module).resolve("src/test"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.put(name(file), text(file)));
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
