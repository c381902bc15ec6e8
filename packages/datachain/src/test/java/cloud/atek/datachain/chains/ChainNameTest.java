package cloud.atek.datachain.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainNameTest {

    @Test
    void plainNameIsItsPath() {
        assertThat(folder("/example-org/anna/my_notes"))
                .isEqualTo("example-org/anna/my_notes.chain");
        assertThat(new ChainName("/a")).hasToString("/a");
    }

    @Test
    void whatIsNotPlainIsWrittenInHex() {
        assertThat(folder("/example.org/Anna")).isEqualTo("example%2eorg/%41nna.chain");
        assertThat(folder("/ü/a b\\c:d")).isEqualTo("%c3%bc/a%20b%5cc%3ad.chain");
        assertThat(folder("/a.chain")).isEqualTo("a%2echain.chain");
        assertThat(folder("/%2e")).isEqualTo("%252e.chain");
    }

    @Test
    void noNameLeadsOutOfTheFolder() {
        assertThat(folder("/..")).isEqualTo("%2e%2e.chain");
        assertThat(folder("/../../etc/passwd")).isEqualTo("%2e%2e/%2e%2e/etc/passwd.chain");
        assertThat(folder("/./~")).isEqualTo("%2e/%7e.chain");
    }

    @Test
    void longestNameFitsInTheNameOfAFile() {
        String part = "/" + "Ä".repeat(ChainName.PART_BYTES_MAX / 2);
        Path folder = new ChainName(part.repeat(ChainName.PARTS_MAX)).folder();

        assertThat(folder.getNameCount()).isEqualTo(ChainName.PARTS_MAX);
        for (Path each : folder) {
            assertThat(each.toString().length()).isLessThanOrEqualTo(255);
        }
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String wrong :
                List.of(
                        "",
                        "a",
                        "/",
                        "//",
                        "/a//b",
                        "/a/",
                        "/a\u0000b",
                        "/a\nb",
                        "/\ud800",
                        "/" + "a".repeat(81),
                        "/" + "ü".repeat(41),
                        "/a".repeat(9))) {
            assertThatThrownBy(() -> new ChainName(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not the name of a chain");
        }
    }

    /// Not even on a disk that takes `A` for `a`, and none is inside another.
    @Test
    void noTwoNamesHaveTheSameFolder() {
        Seeds.forAll((random, size) -> {
            var folders = new HashMap<String, String>();
            for (int i = 0; i < 50; i++) {
                String name = anyName(random, size);
                String folder = folder(name);
                String before = folders.put(folder.toLowerCase(Locale.ROOT), name);
                assertThat(before == null ? name : before).isEqualTo(name);
                Path path = Path.of("/root").resolve(folder);
                assertThat(path.normalize()).isEqualTo(path).startsWithRaw(Path.of("/root"));
                for (Path part : parents(folder)) {
                    assertThat(part.toString()).doesNotEndWith(".chain");
                }
            }
        });
    }

    private static List<Path> parents(String folder) {
        Path path = Path.of(folder);
        return IntStream.range(0, path.getNameCount() - 1).mapToObj(path::getName).toList();
    }

    private static String anyName(RandomGenerator random, int size) {
        String letters = "aA.%2e/~ \\ß";
        var name = new StringBuilder("/a");
        for (int i = random.nextInt(Math.min(size, 30) + 1); i > 0; i--) {
            char letter = letters.charAt(random.nextInt(letters.length()));
            boolean wrong = letter == '/' && name.chars().filter(c -> c == '/').count() > 7;
            if (letter == '/' && !wrong) {
                name.append("/b");
            } else if (!wrong) {
                name.append(letter);
            }
        }
        return name.toString();
    }

    private static String folder(String name) {
        return new ChainName(name).folder().toString();
    }
}
