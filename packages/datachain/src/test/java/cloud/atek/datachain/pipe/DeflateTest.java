package cloud.atek.datachain.pipe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class DeflateTest {

    @Test
    void everyBodyThatGetsSmallerComesBack() {
        Seeds.forAll((random, size) -> {
            Bytes body = text(random, random.nextInt(size * size * 4));
            for (int level = 1; level <= 9; level += 4) {
                Bytes packed = Deflate.pack(body, level);
                if (packed != null) {
                    assertThat(packed.size()).isLessThan(body.size());
                    assertThat(Deflate.unpack(packed)).isEqualTo(body);
                }
            }
        });
    }

    @Test
    void whatDoesNotGetSmallerIsLeftAlone() {
        Seeds.forAll((random, size) -> {
            var noise = new byte[size * 10];
            random.nextBytes(noise);
            assertThat(Deflate.pack(Bytes.owning(noise), 6)).isNull();
        });
        assertThat(Deflate.pack(Bytes.EMPTY, 6)).isNull();
        assertThat(Deflate.pack(Bytes.owning(new byte[Deflate.BODY_BYTES_MAX + 1]), 1)).isNull();
    }

    @Test
    void largestBodyComesBack() throws Exception {
        Bytes zeros = Bytes.owning(new byte[Deflate.BODY_BYTES_MAX]);
        Bytes packed = requireNonNull(Deflate.pack(zeros, 1));

        assertThat(Deflate.unpack(packed)).isEqualTo(zeros);
        assertThat(packed.size()).isLessThan(100_000);
    }

    @Test
    void inflatingStopsAtTheLengthThatIsClaimed() {
        byte[] bomb =
                requireNonNull(Deflate.pack(Bytes.owning(new byte[Deflate.BODY_BYTES_MAX]), 6))
                        .toArray();

        assertRefused(claiming(bomb, 10), "goes on after the 10 bytes");
        assertRefused(claiming(bomb, 0), "goes on after the 0 bytes");
        assertRefused(claiming(bomb, Deflate.BODY_BYTES_MAX + 1), "claims a length of 16777217");
        assertRefused(claiming(bomb, -1), "claims a length of 4294967295");
        assertRefused(claiming(bomb, Deflate.BODY_BYTES_MAX - 1), "goes on");
    }

    @Test
    void whatEndsTooEarlyOrTooLateIsRefused() {
        byte[] packed = requireNonNull(Deflate.pack(Bytes.owning(new byte[999]), 6)).toArray();

        assertRefused(claiming(packed, 1_000), "ends after 999 bytes of the 1000");
        assertRefused(Arrays.copyOf(packed, packed.length + 2), "2 bytes follow");
        for (int size = 0; size < packed.length; size++) {
            byte[] cut = Arrays.copyOf(packed, size);
            assertThatThrownBy(() -> Deflate.unpack(Bytes.owning(cut)))
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void mutatedBytesGiveABodyOfTheClaimedLengthOrNone() {
        Seeds.forAll((random, size) -> {
            Bytes packed = Deflate.pack(text(random, 100 + size * 20), 6);
            byte[] bytes = requireNonNull(packed).toArray();
            for (int i = 0; i < 100; i++) {
                byte[] mutant = bytes.clone();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
                }
                try {
                    Bytes body = Deflate.unpack(Bytes.owning(mutant));
                    assertThat(body.size()).isEqualTo(ByteBuffer.wrap(mutant).getInt());
                } catch (DataFormatException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        });
    }

    static Bytes text(RandomGenerator random, int size) {
        var text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) "the same few letters ".charAt(random.nextInt(21));
        }
        return Bytes.owning(text);
    }

    private static byte[] claiming(byte[] packed, int length) {
        byte[] other = packed.clone();
        ByteBuffer.wrap(other).putInt(length);
        return other;
    }

    private static void assertRefused(byte[] packed, String message) {
        assertThatThrownBy(() -> Deflate.unpack(Bytes.owning(packed)))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(message);
    }
}
