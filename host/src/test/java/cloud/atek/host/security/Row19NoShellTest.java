package cloud.atek.host.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A command line is put together from data somewhere, and a shell reads it: there is no such
/// place, and whoever makes one fails here.
class Row19NoShellTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String HOST = "cloud.atek.host.";

    /// Who starts programs, each from a list of words.
    private static final Set<String> STARTING =
            Set.of(
                    HOST + "sandbox.Bwrap",
                    HOST + "sandbox.LandlockSearch",
                    HOST + "doctor.Command",
                    HOST + "process.Spawner",
                    HOST + "cli.Browser");

    /// Where a shell is named: the one constant script, and programs that builds may call.
    private static final Set<String> NAMING = Set.of("BwrapSandbox.java", "NpmBuild.java");

    private static final Pattern SHELL =
            Pattern.compile(
                    "\"(?:/(?:usr/)?bin/)?(?:sh|bash|dash|zsh|ksh|cmd|cmd\\.exe|powershell|env)\"");

    /// Literals alone, on one line or more.
    private static final Pattern SCRIPT =
            Pattern.compile("String SCRIPT =((?:\\s*\\+?\\s*\"(?:[^\"\\\\]|\\\\.)*\")+);");

    @Test
    void onlyTheseStartPrograms() {
        JavaClasses ours =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(place -> !place.contains("/test/"))
                        .importPackages("cloud.atek");

        noClasses()
                .that()
                .resideOutsideOfPackages("cloud.atek.testkit..", "..host.testkit..")
                .and()
                .resideInAPackage("cloud.atek..")
                .and(new Others())
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(ours);
    }

    private static final class Others
            extends com.tngtech.archunit.base.DescribedPredicate<
                    com.tngtech.archunit.core.domain.JavaClass> {
        Others() {
            super("are not among those that start programs");
        }

        @Override
        public boolean test(com.tngtech.archunit.core.domain.JavaClass one) {
            return !STARTING.contains(one.getName());
        }
    }

    @Test
    void theOneScriptIsAConstant() throws IOException {
        Path file = ROOT.resolve("host/src/main/java/cloud/atek/host/sandbox/BwrapSandbox.java");
        Matcher script = SCRIPT.matcher(Files.readString(file));

        assertThat(script.find()).as("literals, put together from nothing").isTrue();
        // All that it holds of others are its arguments, in quotes: no word is split or read.
        assertThat(script.group(1).replaceAll("\\\\\"\\$[01@]\\\\\"", "").replace("echo $$", ""))
                .doesNotContain("$", "`", "eval");
        assertThat(Files.readString(file).split("\"-c\"", -1)).hasSize(2);
        assertThat(Files.readString(file)).contains("\"/bin/sh\", \"-c\", SCRIPT, ");
    }

    @Test
    void noOtherSourceNamesAShell() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : sources()) {
            String name = file.getFileName().toString();
            String text = Files.readString(file);
            if (name.endsWith(".java")) {
                boolean named = SHELL.matcher(text).find() && !NAMING.contains(name);
                boolean asked = text.contains("\"-c\"") && !name.equals("BwrapSandbox.java");
                if (named || (asked && text.contains("ProcessBuilder"))) {
                    found.add(name);
                }
            } else if (text.matches("(?s).*\\b(?:child_process|execSync|spawnSync)\\b.*")) {
                found.add(name);
            }
        }
        assertThat(found).isEmpty();
    }

    /// What is shipped; the bench, which is not, starts what it measures.
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("/src/main/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> !file.toString().contains("/bench/"))
                    .filter(file -> file.toString().matches(".*\\.(?:java|js|cjs|mjs)"))
                    .toList();
        }
    }
}
