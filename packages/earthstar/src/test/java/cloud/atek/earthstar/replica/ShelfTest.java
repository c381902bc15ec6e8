package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {

    /// So that 300 are more than three times what the file may waste.
    private static final int BYTES_MAX = 400_000;

    @TempDir private Path dir;

    @Test
    void whatWasPutLastIsReadHoweverOftenTheFileWasWrittenAnew() throws IOException {
        var random = new Random(7);
        Map<DocKey, byte[]> wanted = new HashMap<>();
        try (Shelf shelf = Shelf.open(dir.resolve("chain"))) {
            for (int i = 0; i < 300; i++) {
                DocKey removed = key(random);
                wanted.remove(removed);
                DocKey put = key(random);
                byte[] bytes = new byte[random.nextInt(BYTES_MAX)];
                Arrays.fill(bytes, (byte) i);
                wanted.put(put, bytes);

                shelf.change(List.of(removed), List.of(new Shelf.Packed(put, Bytes.copyOf(bytes))));

                DocKey any = key(random);
                assertThat(shelf.read(any)).isEqualTo(wanted.get(any));
            }
            assertThat(shelf.keys()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
            for (Map.Entry<DocKey, byte[]> each : wanted.entrySet()) {
                assertThat(shelf.read(each.getKey())).isEqualTo(each.getValue());
            }
        }
    }

    @Test
    void thereIsNothingInTheFolder() throws IOException {
        try (Shelf _ = Shelf.open(dir.resolve("chain"))) {
            assertThat(dir).isEmptyDirectory();
        }
    }

    private static DocKey key(Random random) {
        return new DocKey("/" + random.nextInt(20), "@suzy.b" + random.nextInt(3));
    }
}
