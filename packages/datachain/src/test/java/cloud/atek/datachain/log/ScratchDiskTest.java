package cloud.atek.datachain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ScratchDiskTest {

    private static final Path FOLDER = Path.of("/folder");
    private static final Path FILE = FOLDER.resolve("file");

    @Test
    void fileChangesHereAsItWouldBelow() {
        Seeds.forAll((random, size) -> {
            var below = new MemoryDisk();
            var twin = new MemoryDisk();
            byte[] first = bytes(random, random.nextInt(20_000));
            for (Disk disk : new Disk[] {below, twin}) {
                write(disk.create(FILE), first, 0);
            }
            var scratch = new ScratchDisk(below);
            try (DiskFile here = scratch.open(FILE);
                    DiskFile there = twin.open(FILE)) {
                for (int i = 0; i < size % 20; i++) {
                    change(random, here, there);
                    assertThat(all(here)).isEqualTo(all(there));
                }
            }
            assertThat(all(below.open(FILE))).isEqualTo(first);
            assertThat(all(scratch.open(FILE))).isEqualTo(all(twin.open(FILE)));
        });
    }

    @Test
    void namesChangeOnlyHere() throws IOException {
        var below = new MemoryDisk();
        write(below.create(FILE), new byte[] {1}, 0);
        var scratch = new ScratchDisk(below);

        scratch.rename(FILE, FOLDER.resolve("renamed"));
        write(scratch.create(FOLDER.resolve("made")), new byte[] {2}, 0);
        write(scratch.create(FILE), new byte[] {3}, 0);

        assertThat(scratch.list(FOLDER)).containsExactly("file", "made", "renamed");
        assertThat(all(scratch.open(FOLDER.resolve("renamed")))).containsExactly(1);
        assertThat(all(scratch.open(FILE))).containsExactly(3);
        scratch.delete(FILE);
        assertThat(scratch.list(FOLDER)).containsExactly("made", "renamed");
        assertThatThrownBy(() -> scratch.open(FILE)).isInstanceOf(NoSuchFileException.class);
        assertThat(below.list(FOLDER)).containsExactly("file");
        assertThat(all(below.open(FILE))).containsExactly(1);
    }

    private static void change(RandomGenerator random, DiskFile here, DiskFile there)
            throws IOException {
        int at = random.nextInt((int) there.size() + 1);
        if (random.nextInt(3) == 0) {
            here.truncate(at);
            there.truncate(at);
        } else {
            byte[] bytes = bytes(random, random.nextInt(10_000));
            here.write(ByteBuffer.wrap(bytes), at);
            there.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static byte[] bytes(RandomGenerator random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void write(DiskFile file, byte[] bytes, long at) throws IOException {
        try (file) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static byte[] all(DiskFile file) throws IOException {
        ByteBuffer in = ByteBuffer.allocate((int) file.size());
        assertThat(file.read(in, 0)).isEqualTo(in.capacity());
        return in.array();
    }
}
