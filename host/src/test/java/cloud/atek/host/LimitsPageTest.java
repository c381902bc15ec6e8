package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/limits.md` lists every named limit of the code. `-Datek.golden=write` writes it anew.
class LimitsPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/limits.md");

    /// The first sentence of the comment above, if any; the name; the value.
    private static final Pattern LIMIT =
            Pattern.compile(
                    "((?:^ +///.*\\n)*)^ +(?:\\w+ )*static final \\w+ "
                            + "(\\w*(?:_MAX|PATIENCE|_LIFE|GRACE)\\w*) =\\s+([^;]+);",
                    Pattern.MULTILINE);

    @Test
    void thePageListsEveryLimit() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("write it anew with -Datek.golden=write")
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        var rows = new TreeSet<String>();
        try (var files = Files.walk(ROOT)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> path.toString().contains("/src/main/java/"))
                            .toList()) {
                rows(file, rows);
            }
        }
        return """
        # Limits

        Every named limit of the code, made by `LimitsPageTest`. Raising one is a change like any other: its reason stands above it.

        | where | limit | value | why |
        |---|---|---|---|
        """
                + rows.stream().collect(Collectors.joining("\n"))
                + "\n";
    }

    private static void rows(Path file, Set<String> rows) throws IOException {
        String module = ROOT.relativize(file).toString().replaceFirst("/src/main/java/.*", "");
        String type = file.getFileName().toString().replace(".java", "");
        Matcher limit = LIMIT.matcher(Files.readString(file));
        while (limit.find()) {
            rows.add(
                    "| %s `%s` | `%s` | `%s` | %s |"
                            .formatted(
                                    module,
                                    type,
                                    limit.group(2),
                                    squeezed(limit.group(3)),
                                    sentence(limit.group(1))));
        }
    }

    private static String sentence(String comment) {
        return squeezed(comment.replaceAll("(?m)^ *///", ""))
                .replaceFirst("(?<=[.]) [A-Z].*", "")
                .replace("|", "\\|");
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
