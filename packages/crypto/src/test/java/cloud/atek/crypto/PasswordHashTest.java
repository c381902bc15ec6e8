package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @Test
    void rightPasswordMatchesAndWrongOnesDoNot() {
        PasswordHash hash = PasswordHash.of("correct horse");

        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash.matches("correct horse")).isTrue();
        assertThat(hash.matches("correct horse ")).isFalse();
        assertThat(hash.toString()).doesNotContain(hash.phc());
    }

    @Test
    void samePasswordHashesToTwoStrings() {
        assertThat(PasswordHash.of("p").phc()).isNotEqualTo(PasswordHash.of("p").phc());
    }

    /// Made by the reference program: `echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1`,
    /// from the test of <https://github.com/P-H-C/phc-winner-argon2>.
    @Test
    void hashOfTheReferenceProgramMatches() {
        var hash =
                new PasswordHash(
                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                                + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

        assertThat(hash.matches("password")).isTrue();
        assertThat(hash.matches("differentpassword")).isFalse();
    }

    @Test
    void passwordOfMoreThan1024BytesIsRefused() {
        String tooLong = "x".repeat(PasswordHash.PASSWORD_BYTES_MAX + 1);

        assertThatThrownBy(() -> PasswordHash.of(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a password has at most 1024 bytes");
        assertThat(PasswordHash.of("x").matches(tooLong)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            })
    void otherHashesAndPlantedCostsAreRefused(String phc) {
        assertThatThrownBy(() -> new PasswordHash(phc))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
