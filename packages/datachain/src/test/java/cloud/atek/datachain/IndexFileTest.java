package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class IndexFileTest {

    private static final Path GOLDEN = Path.of("src/test/golden/index");
    private static final Path FOLDER = Path.of("/chain");
    private static final Path PATH = FOLDER.resolve(IndexFile.NAME);
    private static final SigningKey KEY = new SigningKey(Secret.owning(new byte[32]));
    private static final Hash COMMIT = Hash.of(new byte[] {1});
    private static final Map<String, Bytes> PARTS =
            Map.of(
                    IndexParts.TREE,
                    COMMIT.value(),
                    IndexParts.AUTHORS,
                    Bytes.owning(new byte[300_000]),
                    IndexParts.HORIZON,
                    Bytes.EMPTY);

    private final FaultyDisk disk = new FaultyDisk();
    private final IndexFile file = new IndexFile(disk, FOLDER, KEY.verifyKey());

    @Test
    void readIsWhatASnapshotWas() {
        Seeds.forAll((random, size) -> {
            int last = 2 * size;
            var table = new RowTable();
            var model = new RowModel(size);
            change(table, model, random, 1, last);
            RowModel then = model.copy();
            try (RowSnapshot snapshot = table.snapshot(last)) {
                change(table, model, random, last + 1, 2 * last);
                file.write(source(snapshot, PARTS, new ReentrantLock()), KEY);
            }

            IndexContent read = usable();
            assertThat(read.sequence()).isEqualTo(last);
            assertThat(read.commit()).isEqualTo(COMMIT);
            assertThat(read.parts()).isEqualTo(PARTS);
            then.requireSame(read.rows());
            byte[] first = disk.bytes(PATH);
            write(read.rows(), last, PARTS);
            assertThat(disk.bytes(PATH)).isEqualTo(first);
            change(read.rows(), then, random, last + 1, 2 * last);
            then.requireSame(read.rows());
        });
    }

    @Test
    void commitsGoOnWhileItIsWritten() throws IOException {
        var random = new Random(1);
        var table = new RowTable();
        var model = new RowModel(20_000);
        change(table, model, random, 1, 60_000);
        RowModel then = model.copy();
        var between =
                new ReentrantLock() {
                    private static final long serialVersionUID = 1;
                    private int sequence = 60_000;

                    @Override
                    public void unlock() {
                        super.unlock();
                        change(table, model, random, sequence + 1, sequence + 3000);
                        sequence += 3000;
                    }
                };
        try (RowSnapshot snapshot = table.snapshot(60_000)) {
            file.write(source(snapshot, PARTS, between), KEY);
        }

        then.requireSame(usable().rows());
        model.requireSame(table);
    }

    @Test
    void indexOfAnEmptyChainIsUsable() throws IOException {
        write(new RowTable(), 0, Map.of());

        assertThat(usable().rows().size()).isZero();
    }

    @Test
    void noIndexIsMissing() throws IOException {
        assertThat(file.read()).isEqualTo(new IndexFile.Found.Missing());
    }

    @Test
    void everyFlippedByteIsFound() throws IOException {
        writeSmall();
        byte[] good = disk.bytes(PATH);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);

            assertThat(reasonOf(bad)).as("byte %d", at).isNotEmpty();
        }
    }

    @Test
    void everyCutIsFound() throws IOException {
        writeSmall();
        byte[] good = disk.bytes(PATH);
        for (int size = 0; size < good.length; size++) {
            assertThat(reasonOf(Arrays.copyOf(good, size))).isNotEmpty();
        }
        assertThat(reasonOf(Arrays.copyOf(good, good.length + 1))).contains("hash");
        assertThat(reasonOf(new byte[0])).isEqualTo("it was cut, 0 bytes are left");
    }

    @Test
    void otherFormatIsNotRead() throws IOException {
        writeSmall();
        byte[] later = disk.bytes(PATH);
        later[9] = 7;

        assertThat(reasonOf(later)).isEqualTo("it has format 7 with flags 0, want format 1");
    }

    @Test
    void indexOfAnotherChainIsNotRead() throws IOException {
        writeSmall();
        var other = new IndexFile(disk, FOLDER, SigningKey.random().verifyKey());

        assertThat(other.read())
                .isEqualTo(new IndexFile.Found.Unusable("it is that of another chain"));
    }

    @Test
    void indexSignedBySomebodyElseIsNotRead() throws IOException {
        try (RowSnapshot snapshot = new RowTable().snapshot(0)) {
            file.write(source(snapshot, PARTS, new ReentrantLock()), SigningKey.random());
        }

        assertThat(file.read())
                .isEqualTo(new IndexFile.Found.Unusable("its signature is not the chain's"));
    }

    /// Only a mistake of ours can sign that; even then the log has everything.
    @Test
    void signedNonsenseIsNoException() throws IOException {
        writeSmall();
        byte[] good = disk.bytes(PATH);
        int end = good.length - IndexFile.TRAILER_BYTES;
        for (int at = IndexFile.HEADER_BYTES; at < end; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) 0x81;
            disk.put(PATH, sealed(Arrays.copyOf(bad, end)));

            assertThat(file.read()).isNotInstanceOf(IndexFile.Found.Missing.class);
        }
    }

    @Test
    void powerCutLeavesTheOldOrTheNew() {
        Seeds.forAll((random, size) -> {
            var first = new FaultyDisk();
            first.createFolder(FOLDER);
            new IndexFile(first, FOLDER, KEY.verifyKey()).write(source(table(size), size), KEY);
            first.cutPowerAfter(random.nextInt(8));
            try {
                new IndexFile(first, FOLDER, KEY.verifyKey())
                        .write(source(table(size + 1), size + 1), KEY);
            } catch (IOException e) {
                // The power went.
            }
            FaultyDisk second = first.afterPowerCut(random);

            var left = new IndexFile(second, FOLDER, KEY.verifyKey());
            assertThat(left.read())
                    .isInstanceOfSatisfying(
                            IndexFile.Found.Usable.class,
                            found ->
                                    assertThat(found.content().sequence())
                                            .isBetween((long) size, size + 1L));
            left.write(source(table(size), size), KEY);
        });
    }

    @Test
    void partsHaveNames() {
        try (RowSnapshot snapshot = new RowTable().snapshot(0)) {
            assertThatThrownBy(() ->
                            source(
                                    snapshot,
                                    Map.of("Not a name", Bytes.EMPTY),
                                    new ReentrantLock()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Not a name");
        }
    }

    /// The layout is a promise: rewritten with `-Datek.golden=write`, and only with a new format.
    @Test
    void bytesAreThoseOfTheGoldenFile() throws IOException {
        writeSmall();
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.write(GOLDEN, disk.bytes(PATH));
        }

        assertThat(disk.bytes(PATH)).isEqualTo(Files.readAllBytes(GOLDEN));
    }

    private static byte[] sealed(byte[] content) {
        byte[] hash = Hash.of(content).value().toArray();
        byte[] context = "atek.cloud/datachain/index/1\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(context.length + 2 * Hash.BYTES).put(context);
        KEY.verifyKey().value().putInto(message);
        message.put(hash);
        ByteBuffer out = ByteBuffer.allocate(content.length + IndexFile.TRAILER_BYTES);
        out.put(content).put(hash);
        KEY.sign(message.array()).value().putInto(out);
        return out.array();
    }

    private static void change(
            RowTable table, RowModel model, RandomGenerator random, int from, int to) {
        for (int i = from; i <= to; i++) {
            Event event = model.randomEvent(random);
            table.apply(event, i);
            model.apply(event, i);
        }
    }

    private static RowTable table(int rows) {
        var table = new RowTable();
        for (int i = 1; i <= rows; i++) {
            table.apply(RowTableTest.put(new RowKey(0, i), null), i);
        }
        return table;
    }

    private void writeSmall() throws IOException {
        var table = new RowTable();
        var rules =
                new Authority(
                        new Authority.Read.Readers(new RowKey(7, 7)),
                        new Authority.Write.AnyOf(KeyName.of(KEY.verifyKey())));
        var key = new RowKey(1, 2);
        var place = new Place(new RowKey(3, 4), 5);
        table.apply(RowTableTest.put(key, null), 1);
        table.apply(
                new Event.Put(new RowKey(1, 3), place, "t", Bytes.EMPTY, Encoding.PLAIN, rules), 2);
        table.apply(RowTableTest.put(new RowKey(1, 4), place), 2);
        table.apply(new Event.Tombstone(key), 3);
        table.apply(RowTableTest.put(new RowKey(1, 5), null), 4);
        write(table, 4, Map.of(IndexParts.TREE, COMMIT.value()));
    }

    private void write(RowTable table, long sequence, Map<String, Bytes> parts) throws IOException {
        try (RowSnapshot snapshot = table.snapshot(sequence)) {
            file.write(source(snapshot, parts, new ReentrantLock()), KEY);
        }
    }

    private static IndexSource source(RowTable table, long sequence) {
        return source(table.snapshot(sequence), Map.of(), new ReentrantLock());
    }

    private static IndexSource source(RowSnapshot rows, Map<String, Bytes> parts, Lock order) {
        return new IndexSource(rows, COMMIT, parts, order);
    }

    private String reasonOf(byte[] bytes) throws IOException {
        disk.put(PATH, bytes);
        return file.read() instanceof IndexFile.Found.Unusable(String reason) ? reason : "";
    }

    private IndexContent usable() throws IOException {
        IndexFile.Found found = file.read();
        assertThat(found).isInstanceOf(IndexFile.Found.Usable.class);
        return ((IndexFile.Found.Usable) found).content();
    }
}
