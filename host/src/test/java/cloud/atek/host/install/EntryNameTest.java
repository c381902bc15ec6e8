package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "Main.java",
                ".gitignore",
                ".github",
                ".gitmodules",
                "git",
                "a b",
                "$(id)",
                "-rf",
                "ünï",
                "日本語",
                "...",
                "a'b\"c",
                "~",
                "#x",
                "aux",
                "git~x",
            })
    void ordinaryNameStays(String name) throws Exception {
        assertThat(EntryName.read(name.getBytes(UTF_8), "")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "../x",
                "/etc",
                "a\\b",
                "..\\x",
                "a\u0000",
                "a\nb",
                "\u001b[2J",
                "a\u202Eb",
                "a\u2066b",
                "a\uFEFFb",
                "a\u200Bb",
                ".git",
                ".GIT",
                ".Git",
                ".git ",
                ".git.",
                ".git . .",
                ".git::$INDEX_ALLOCATION",
                ".g\u200cit",
                ".gi\u200dt",
                "git~1",
                "GIT~1",
                "git~2",
            })
    void trickIsRefusedWithItsPath(String name) {
        assertThatThrownBy(() -> EntryName.read(name.getBytes(UTF_8), "lib/"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("lib/")
                .message()
                .doesNotContain("\n", "\u001b", "\u202E", "\u0000");
    }

    @Test
    void overlongAndUndecodableNamesAreRefused() {
        assertThatThrownBy(() -> EntryName.read("ü".repeat(128).getBytes(UTF_8), ""))
                .hasMessageContaining("longer than 255 bytes");
        assertThatThrownBy(() -> EntryName.read("ü".getBytes(ISO_8859_1), "x/"))
                .hasMessageContaining("x/")
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void whatIsAcceptedStaysInItsFolder() {
        Path folder = Path.of("/srv/x");
        Seeds.forAll((random, size) -> {
            byte[] name = new byte[size];
            random.nextBytes(name);
            for (int i = 0; i < size; i++) {
                name[i] = random.nextBoolean() ? (byte) "./\\.git~1 \n".charAt(i % 11) : name[i];
            }
            String read;
            try {
                read = EntryName.read(name, "");
            } catch (RefusedException e) {
                return;
            }
            assertThat(folder.resolve(read).normalize().getParent()).isEqualTo(folder);
        });
    }
}
