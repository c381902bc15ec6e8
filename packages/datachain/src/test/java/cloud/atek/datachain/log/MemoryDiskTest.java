package cloud.atek.datachain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemoryDiskTest extends SwapContract {

    private static final Path FILE = Path.of("/memory/file");

    private final MemoryDisk memory = new MemoryDisk();

    @Override
    Disk disk() {
        return memory;
    }

    @Override
    Path folder() {
        return Path.of("/memory/log");
    }

    @Test
    void fileHoldsWhatAnArrayWould() {
        Seeds.forAll((random, size) -> {
            DiskFile file = new MemoryDisk().create(FILE);
            byte[] model = new byte[0];
            for (int step = 0; step < Math.min(size, 20); step++) {
                int offset = random.nextInt(200_000);
                if (random.nextInt(5) == 0) {
                    file.truncate(offset);
                    model = Arrays.copyOf(model, Math.min(model.length, offset));
                } else {
                    byte[] bytes = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(100_000)];
                    random.nextBytes(bytes);
                    int end = bytes.length == 0 ? model.length : offset + bytes.length;
                    model = Arrays.copyOf(model, Math.max(model.length, end));
                    System.arraycopy(bytes, 0, model, Math.min(offset, end), bytes.length);
                    file.write(ByteBuffer.wrap(bytes), offset);
                }
                assertThat(file.size()).isEqualTo(model.length);
            }
            ByteBuffer all = ByteBuffer.allocate(model.length + 10);
            assertThat(file.read(all, 0)).isEqualTo(model.length);
            assertThat(Arrays.copyOf(all.array(), model.length)).isEqualTo(model);
        });
    }

    @Test
    void nothingWrittenBeyondTheEndLeavesTheSize() throws IOException {
        DiskFile file = memory.create(FILE);
        file.write(ByteBuffer.allocate(0), 10);
        assertThat(file.size()).isZero();
    }

    @Test
    void nameThatGoesTakesNoFileFromItsReader() throws IOException {
        DiskFile file = memory.create(FILE);
        file.write(ByteBuffer.wrap(new byte[] {1}), 0);
        assertThatThrownBy(() -> memory.create(FILE))
                .isInstanceOf(FileAlreadyExistsException.class);

        memory.delete(FILE);
        assertThat(file.size()).isEqualTo(1);
        assertThatThrownBy(() -> memory.open(FILE)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> memory.delete(FILE)).isInstanceOf(NoSuchFileException.class);
    }
}
