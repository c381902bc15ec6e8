package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EncodingTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void base32IsThatOfThePublishedPackage() {
        check(Vectors.file("es4-base32.json"), "base32", Format.ES4);
    }

    @Test
    void base58IsThatOfThePublishedPackage() {
        check(Vectors.file("es3-base58.json"), "base58", Format.ES3);
    }

    @Test
    void whatIsEncodedIsDecodedAndHasOneSpelling() {
        Seeds.forAll((random, size) -> {
            var bytes = new byte[random.nextInt(size)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, random.nextInt(bytes.length + 1), (byte) 0);
            for (Format format : Format.values()) {
                String text = format.encode(bytes);
                if (text.length() <= Base58.TEXT_LENGTH_MAX) {
                    assertThat(format.decode(text).orElseThrow()).isEqualTo(bytes);
                }
            }
            assertThat(Base58.encode(bytes)).isEqualTo(naiveBase58(bytes));
            assertThat(Base32.encode(bytes)).isEqualTo(naiveBase32(bytes));
        });
    }

    @Test
    void everyTextThatDecodesIsTheOneThatIsEncoded() {
        Seeds.forAll((random, size) -> {
            var text = new StringBuilder("b");
            for (int i = random.nextInt(size); i > 0; i--) {
                text.append((char) ('1' + random.nextInt('z' - '1' + 1)));
            }
            String base32 = text.toString().toLowerCase(java.util.Locale.ROOT);
            Base32.decode(base32).ifPresent(b -> assertThat(Base32.encode(b)).isEqualTo(base32));
            Base58.decode(text.toString())
                    .ifPresent(b -> assertThat(Base58.encode(b)).isEqualTo(text.toString()));
        });
    }

    @Test
    void numbersAreWrittenAsJavaScriptWritesThem() {
        assertThat(Text.digits(1594000000000000.5)).isEqualTo("1594000000000000.5");
        assertThat(Text.digits(9007199254740991.0)).isEqualTo("9007199254740991");
        assertThat(Text.digits(10000000000000.1)).isEqualTo("10000000000000.1");
    }

    private static void check(JsonNode file, String field, Format format) {
        for (JsonNode each : Vectors.list(file.get("encode"))) {
            assertThat(format.encode(HEX.parseHex(each.get("hex").asText())))
                    .isEqualTo(each.get(field).asText());
        }
        for (JsonNode each : Vectors.list(file.get("decode"))) {
            String text = each.get(field).asText();
            var bytes = format.decode(text);
            if (each.get("hex").isNull()) {
                assertThat(bytes).as(text).isEmpty();
            } else {
                assertThat(HEX.formatHex(bytes.orElseThrow()))
                        .as(text)
                        .isEqualTo(each.get("hex").asText());
            }
        }
    }

    private static String naiveBase58(byte[] bytes) {
        String digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var out = new StringBuilder();
        var number = new BigInteger(1, bytes);
        while (number.signum() > 0) {
            BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(58));
            out.append(digits.charAt(parts[1].intValue()));
            number = parts[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            out.append('1');
        }
        return out.reverse().toString();
    }

    private static String naiveBase32(byte[] bytes) {
        var bits = new StringBuilder();
        for (byte b : bytes) {
            bits.append("%8s".formatted(Integer.toBinaryString(b & 0xff)).replace(' ', '0'));
        }
        var out = new StringBuilder("b");
        for (int i = 0; i < bits.length(); i += 5) {
            String five =
                    (bits.substring(i, Math.min(i + 5, bits.length())) + "0000").substring(0, 5);
            out.append("abcdefghijklmnopqrstuvwxyz234567".charAt(Integer.parseInt(five, 2)));
        }
        return out.toString();
    }
}
