package cloud.atek.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.Bind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The launcher of Landlock alone, without bubblewrap: what it refuses, it refuses to whoever runs
/// the tests, root included. The machine code for this processor is run, that for ARM is read.
class LandlockTest {

    private Path dir;
    private Path own;
    private Path others;
    private Path program;
    private Landlock landlock;

    private record Ended(int code, String said) {}

    @BeforeEach
    void begin() throws Exception {
        // Not in /tmp: there everything may be written.
        dir = Files.createTempDirectory(Path.of("/var/tmp"), "landlock");
        own = Files.createDirectory(dir.resolve("own"));
        others = Files.createDirectory(dir.resolve("others"));
        Files.writeString(others.resolve("secret"), "sesame");
        program = dir.resolve("confine");
        landlock = LandlockSearch.find(program, Architecture.here());
        assertThat(landlock.usable()).as("Landlock of the kernel these tests run on").isTrue();
    }

    @AfterEach
    void end() throws Exception {
        run(List.of("/usr/bin/rm", "-r", dir.toString()));
    }

    private Ended confined(List<String> rules, String... command) throws Exception {
        var all = new ArrayList<>(List.of(program.toString()));
        all.addAll(rules);
        all.add("--");
        all.addAll(List.of(command));
        return run(all);
    }

    private static Ended run(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private List<String> rules(boolean ownPrograms) {
        return landlock.rules(List.of(), List.of(new Bind(own, own.toString())), ownPrograms);
    }

    private void assertRefused(List<String> rules, String... command) throws Exception {
        Ended ended = confined(rules, command);

        assertThat(ended.said()).containsAnyOf("Permission denied", "Operation not permitted");
        assertThat(ended.code()).isNotZero();
    }

    @Test
    void itWritesToItsFoldersAndNowhereElse() throws Exception {
        String file = others.resolve("new").toString();
        assertThat(confined(rules(false), "/usr/bin/touch", own.resolve("a").toString()).code())
                .isZero();
        assertRefused(rules(false), "/usr/bin/touch", file);
        assertRefused(rules(false), "/usr/bin/rm", others.resolve("secret").toString());
        assertRefused(rules(false), "/usr/bin/mkdir", file);
        assertRefused(
                rules(false),
                "/usr/bin/dd",
                "if=/dev/zero",
                "count=1",
                "of=" + others.resolve("secret"));
        assertThat(others.resolve("secret")).hasContent("sesame");

        // Nothing else keeps it from that.
        assertThat(run(List.of("/usr/bin/touch", file)).code()).isZero();
    }

    @Test
    void itReadsWhatItWasGivenAlone() throws Exception {
        var rules = new ArrayList<String>();
        for (String folder : List.of("/usr", "/lib", "/lib64")) {
            if (Files.exists(Path.of(folder))) {
                rules.addAll(List.of("0" + folder, "1" + folder));
            }
        }
        String secret = others.resolve("secret").toString();
        assertRefused(rules, "/usr/bin/cat", secret);
        assertRefused(rules, "/usr/bin/ls", others.toString());

        rules.add("0" + others);
        assertThat(confined(rules, "/usr/bin/cat", secret).said()).isEqualTo("sesame");
    }

    @Test
    void itStartsNothingThatItWrote() throws Exception {
        String copy = own.resolve("copy").toString();
        assertThat(confined(rules(false), "/usr/bin/cp", "/usr/bin/true", copy).code()).isZero();
        assertRefused(rules(false), "/usr/bin/env", copy);
        assertThat(confined(rules(true), "/usr/bin/env", copy).code()).isZero();
    }

    @Test
    void itMakesNeitherLinksNorDevices() throws Exception {
        assertRefused(rules(true), "/usr/bin/ln", "-s", "/etc", own.resolve("link").toString());
        assertRefused(rules(true), "/usr/bin/mknod", own.resolve("null").toString(), "c", "1", "3");
        assertThat(confined(rules(true), "/usr/bin/mkfifo", own.resolve("pipe").toString()).code())
                .isZero();
    }

    @Test
    void itReachesNoProcessOutside() throws Exception {
        Process outside = new ProcessBuilder("/usr/bin/sleep", "60").start();
        try {
            String pid = Long.toString(outside.pid());
            Ended ended = confined(rules(false), "/usr/bin/env", "kill", "-0", pid);
            // The kernel has that from the sixth version on.
            assertThat(ended.code() == 0).as(ended.said()).isEqualTo(landlock.version() < 6);
        } finally {
            outside.destroyForcibly();
        }
    }

    @Test
    void whatItDoesNotUnderstandStartsNothing() throws Exception {
        String touched = own.resolve("touched").toString();
        assertThat(
                        confined(List.of("2" + dir.resolve("missing")), "/usr/bin/touch", touched)
                                .code())
                .isEqualTo(126);
        // A digit that means nothing gives no right, which is no rule.
        assertThat(confined(List.of("7/usr"), "/usr/bin/touch", touched).code()).isEqualTo(126);
        assertThat(run(List.of(program.toString(), "0/", "/usr/bin/touch", touched)).code())
                .isEqualTo(126);
        assertThat(Path.of(touched)).doesNotExist();
    }

    /// What stands beside each word of the code is what a processor reads there, and each jump ends
    /// where it says.
    @Test
    void theCodeForArmIsWhatItSays() {
        List<String> said = new ArrayList<>();
        Map<String, Integer> labels = new HashMap<>();
        for (String line : LandlockCode.text(Architecture.AARCH64).lines().toList()) {
            String comment = line.substring(line.indexOf(';') + 1).strip();
            if (line.startsWith(";")) {
                labels.put(comment.replace(":", ""), 4 * said.size());
            } else {
                said.add(comment);
            }
        }
        int end = 4 * said.size();
        labels.putAll(Map.of("attr", end, "size", end + 24, "access", end + 32));

        List<Aarch64.Instruction> read =
                Aarch64.decoded(words(LandlockCode.of(Architecture.AARCH64)));

        assertThat(read).hasSameSizeAs(said);
        for (int i = 0; i < said.size(); i++) {
            Aarch64.Instruction each = read.get(i);
            String text = each.text();
            if (each.target() >= 0) {
                String last = said.get(i).substring(said.get(i).lastIndexOf(' ') + 1);
                assertThat(labels).as(said.get(i)).containsEntry(last, each.target());
                text += (text.contains(" ") ? ", " : " ") + last;
            }
            assertThat(text).as("at %d", 4 * i).isEqualTo(said.get(i));
        }
    }

    private static int[] words(byte[] code) {
        var words = new int[code.length / 4];
        ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }
}
