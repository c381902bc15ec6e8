package cloud.atek.datachain.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A body that was made smaller, changed in any way. What comes out of it bounds the memory, 1032
/// times the input at most: so far DEFLATE goes.
class FuzzTest {

    @Test
    void onlyWhatIsDocumentedComesOut() {
        target().run(5_000);
    }

    @Test
    @Tag("slow")
    void onlyWhatIsDocumentedComesOutOfMillions() {
        target().run(600_000);
    }

    private static Fuzz target() {
        Bytes zeros = Bytes.owning(new byte[4000]);
        Bytes text =
                Bytes.owning(
                        "a row, a row, and one more row"
                                .repeat(9)
                                .getBytes(StandardCharsets.UTF_8));
        List<byte[]> good =
                List.of(
                        Objects.requireNonNull(Deflate.pack(zeros, 6)).toArray(),
                        Objects.requireNonNull(Deflate.pack(text, 9)).toArray());
        return new Fuzz(
                "deflate",
                good,
                Set.of(DataFormatException.class),
                64 << 10,
                3 * 1032,
                bytes ->
                        assertThat(Deflate.unpack(Bytes.owning(bytes)).size())
                                .isLessThanOrEqualTo(Deflate.BODY_BYTES_MAX));
    }
}
