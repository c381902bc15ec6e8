package cloud.atek.host.users;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111);

    /// RFC 6238 appendix B, the last six of its eight digits.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long seconds, String code) {
        long step = Totp.stepAt(Instant.ofEpochSecond(seconds));

        assertThat(Totp.code(SECRET, step)).isEqualTo(code);
    }

    @Test
    void aCodeMayComeOneStepEarlyOrLateAndNoMore() {
        long step = Totp.stepAt(NOW);
        for (long apart = -3; apart <= 3; apart++) {
            boolean found = Totp.match(SECRET, Totp.code(SECRET, step + apart), NOW, 0).isPresent();

            assertThat(found).as("%d steps apart", apart).isEqualTo(Math.abs(apart) <= 1);
        }
    }

    @Test
    void aCodeIsTakenOnceAndAnOlderOneNotAfterIt() {
        long step = Totp.stepAt(NOW);

        assertThat(Totp.match(SECRET, Totp.code(SECRET, step), NOW, step)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 1), NOW, step)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step + 1), NOW, step)).hasValue(step + 1);
    }

    @Test
    void whatIsNoCodeMatchesNothing() {
        for (String code : new String[] {"", "1", "abcdef", "05047", "0504711", "०५०४७१"}) {
            assertThat(Totp.match(SECRET, code, NOW, 0)).as(code).isEmpty();
        }
    }

    /// RFC 4648 section 10.
    @ParameterizedTest
    @CsvSource({
        "f, MY",
        "fo, MZXQ",
        "foo, MZXW6",
        "foob, MZXW6YQ",
        "fooba, MZXW6YTB",
        "foobar, MZXW6YTBOI"
    })
    void base32IsThatOfTheStandard(String text, String letters) {
        byte[] bytes = text.getBytes(US_ASCII);

        assertThat(Base32.of(bytes)).isEqualTo(letters);
        assertThat(Base32.bytes(letters)).isEqualTo(bytes);
    }

    @Test
    void aRecoveryCodeIsTheSameHoweverItIsTyped() {
        String code = RecoveryCode.fresh();

        assertThat(code).matches("([a-z2-7]{4}-){3}[a-z2-7]{4}");
        assertThat(
                        RecoveryCode.hash(
                                " " + code.toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
                .isEqualTo(RecoveryCode.hash(code))
                .doesNotContain(code);
        assertThat(RecoveryCode.freshOnes()).hasSize(10).doesNotHaveDuplicates();
    }
}
