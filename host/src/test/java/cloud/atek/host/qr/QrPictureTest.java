package cloud.atek.host.qr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class QrPictureTest {

    private static final String LINK = "http://localhost:8080/_atek/invite?code=" + "a".repeat(64);

    @Test
    void aPageGetsAPictureWithItsMargin() {
        String url = QrPicture.of(LINK).url();

        String svg =
                new String(
                        Base64.getDecoder().decode(url.replaceFirst(".*,", "")),
                        StandardCharsets.UTF_8);
        assertThat(url).startsWith("data:image/svg+xml;base64,");
        assertThat(svg).startsWith("<svg ").contains("viewBox=\"0 0 ").doesNotContain("script");
    }

    @Test
    void aTerminalGetsLinesThatFitIt() {
        String lines = QrPicture.of(LINK).lines(false);

        assertThat(lines.lines()).allMatch(line -> line.length() <= 60).hasSizeLessThan(32);
        assertThat(lines.lines().map(String::length).distinct()).hasSize(1);
        assertThat(lines).doesNotContain("\u001b");
        assertThat(QrPicture.of(LINK).lines(true)).contains("\u001b[30;107m").endsWith("\u001b[0m");
    }
}
