package cloud.atek.earthstar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SipHashTest {

    private static final SipHash HASH =
            SipHash.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    /// Of the texts 00, 00 01, 00 01 02 and so on.
    @Test
    void hashesAreThoseOfTheAuthors() {
        assertThat(hex(0)).isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(hex(1)).isEqualTo("da87c1d86b99af44347659119b22fc45");
        assertThat(hex(15)).isEqualTo("5493e99933b0a8117e08ec0f97cfc3d9");
    }

    private static String hex(int length) {
        String text =
                IntStream.range(0, length)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        ItemId id = HASH.hash(text);
        ByteBuffer out = ByteBuffer.allocate(ItemId.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(id.high()).putLong(id.low());
        return HexFormat.of().formatHex(out.array());
    }
}
