package cloud.atek.host.log;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesEndAtNewlinesAndAtTheEnd() throws Exception {
        assertThat(lines("a\nb\r\n\nlast")).containsExactly("a", "b", "", "last");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void controlCharactersBecomeVisible() throws Exception {
        assertThat(lines("\u001b[31mred\u0007\rx\u0000\tz"))
                .containsExactly("\\x1b[31mred\\x07\\x0dx\\x00\tz");
        assertThat(lines("\u009b31m \u202eevil \u2028 zero\u200bwidth"))
                .containsExactly("\\x9b31m \\u202eevil \\u2028 zero\\u200bwidth");
    }

    @Test
    void wordsOfPeopleStay() throws Exception {
        assertThat(lines("größe – 日本 🙂")).containsExactly("größe – 日本 🙂");
    }

    @Test
    void invalidBytesBecomeVisible() throws Exception {
        var in = new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF, 'b', '\n'});

        assertThat(new LineReader(in).next()).isEqualTo("a\\ufffdb");
    }

    @Test
    void longLinesAreCutAndSaySo() throws Exception {
        String line = lines("x".repeat(LineReader.LINE_BYTES_MAX + 7) + "\nnext").getFirst();

        assertThat(line).hasSize(LineReader.LINE_BYTES_MAX + " … (7 bytes more)".length());
        assertThat(line).endsWith("x … (7 bytes more)");
    }

    @Test
    void aLineWithoutEndBecomesSeveral() throws Exception {
        assertThat(lines("x".repeat(3 << 20))).hasSize(3);
    }

    @Test
    void anyBytesBecomeLinesThatAreSafe() {
        Seeds.forAll((random, size) -> {
            byte[] bytes = new byte[size * 20];
            random.nextBytes(bytes);

            assertThat(lines(new ByteArrayInputStream(bytes)))
                    .allMatch(line -> line.chars().allMatch(c -> c == '\t' || c >= ' '))
                    .noneMatch(line -> line.chars().anyMatch(c -> c >= 0x7F && c < 0xA0));
        });
    }

    private static List<String> lines(String text) throws IOException {
        return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> lines(ByteArrayInputStream in) throws IOException {
        var reader = new LineReader(in);
        var lines = new ArrayList<String>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }
}
