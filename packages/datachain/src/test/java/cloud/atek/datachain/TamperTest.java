package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A chain of some segments, closed, changed in every way behind its back: each is named by segment
/// and offset. Only a note that all is synced may be missing, as it is where a process was killed:
/// it carries nothing.
class TamperTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final int HEADER = 64;
    private static final int NOTE = 25;
    private static final byte SYNCED = (byte) 128;

    private final FaultyDisk disk = new FaultyDisk();
    private final ChainSettings settings = new ChainSettings(disk, Clock.systemUTC(), 700);
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));
    private List<Path> segments = List.of();

    @BeforeEach
    void makeChain() throws IOException {
        var key = new SigningKey(Secret.owning(new byte[32]));
        keys.save(key);
        try (Chain chain = Chain.create(FOLDER, key, settings)) {
            commit(chain, 1, 4);
        }
        try (Chain chain = Chain.open(FOLDER, keys, settings)) {
            commit(chain, 5, 6);
        }
        segments =
                disk.list(FOLDER).stream()
                        .filter(name -> name.endsWith(".seg"))
                        .map(FOLDER::resolve)
                        .toList();
        assertThat(segments).hasSizeGreaterThan(2);
    }

    @Test
    void untouchedChainVerifies() throws IOException {
        openAndVerify();
    }

    @Test
    void everyFlippedBitIsNamed() throws IOException {
        for (Path segment : segments) {
            byte[] good = disk.bytes(segment);
            for (int at = 0; at < withoutLastNote(segment, good); at++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << at % 8);
                requireNamed(segment, good, bad, at);
            }
        }
    }

    @Test
    void everyCutIsNamed() throws IOException {
        for (Path segment : segments) {
            byte[] good = disk.bytes(segment);
            for (int end = 0; end < withoutLastNote(segment, good); end++) {
                if (!(good.length - end == NOTE && good[good.length - 1] == SYNCED)) {
                    requireNamed(segment, good, Arrays.copyOf(good, end), end);
                }
            }
        }
    }

    @Test
    void everyDuplicatedReorderedOrReplayedFrameIsNamed() throws IOException {
        for (Path segment : segments) {
            byte[] good = disk.bytes(segment);
            List<byte[]> frames = frames(good);
            for (int from = 0; from < frames.size(); from++) {
                for (int to = 0; to <= frames.size(); to++) {
                    var replayed = new ArrayList<>(frames);
                    replayed.add(to, frames.get(from));
                    requireNamed(segment, good, joined(good, replayed), HEADER);
                    if (to != from && to != from + 1) {
                        var moved = new ArrayList<>(frames);
                        moved.add(to, frames.get(from));
                        moved.remove(to <= from ? from + 1 : from);
                        requireNamed(segment, good, joined(good, moved), HEADER);
                    }
                }
            }
        }
    }

    @Test
    void framesOfAnotherSegmentAreNamed() throws IOException {
        for (Path segment : segments) {
            byte[] good = disk.bytes(segment);
            for (Path other : segments) {
                if (!other.equals(segment)) {
                    var replayed = new ArrayList<>(frames(good));
                    replayed.addAll(frames(disk.bytes(other)));
                    requireNamed(segment, good, joined(good, replayed), HEADER);
                    requireNamed(segment, good, disk.bytes(other), 0);
                }
            }
        }
    }

    @Test
    void everyMissingSegmentIsNamed() throws IOException {
        for (Path segment : segments) {
            byte[] good = disk.bytes(segment);
            disk.delete(segment);
            assertThatThrownBy(this::openAndVerify)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining(".seg at byte");
            disk.put(segment, good);
        }
    }

    /// The chain is open while somebody writes to its files.
    @Test
    void verifyFindsWhatIsChangedUnderAnOpenChain() throws IOException {
        try (Chain chain = Chain.open(FOLDER, keys, settings)) {
            for (Path segment : segments) {
                byte[] good = disk.bytes(segment);
                for (int at = HEADER; at < good.length; at++) {
                    byte[] bad = good.clone();
                    bad[at] ^= 4;
                    disk.put(segment, bad);
                    assertThatThrownBy(chain::verify)
                            .as("%s, byte %d", segment, at)
                            .isInstanceOf(DamagedLogException.class)
                            .hasMessageContaining("damage in " + segment.getFileName());
                }
                disk.put(segment, good);
            }
            chain.verify();
        }
    }

    private void requireNamed(Path segment, byte[] good, byte[] bad, int at) {
        if (Arrays.equals(good, bad)) {
            return;
        }
        disk.put(segment, bad);
        assertThatThrownBy(this::openAndVerify)
                .as("%s, byte %d", segment, at)
                .isInstanceOfSatisfying(
                        DamagedLogException.class,
                        damage -> assertThat(damage.segment()).endsWith(".seg"));
        assertThat(bytes(segment)).as("nothing is cut").isEqualTo(bad);
        disk.put(segment, good);
    }

    private byte[] bytes(Path segment) {
        try {
            return disk.bytes(segment);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void openAndVerify() throws IOException {
        try (Chain chain = Chain.open(FOLDER, keys, settings)) {
            chain.verify();
        }
    }

    /// In bytes: all of a segment but the note that closing wrote at the end of the newest.
    private int withoutLastNote(Path segment, byte[] bytes) {
        return segment.equals(segments.getLast())
                ? bytes.length - frames(bytes).getLast().length
                : bytes.length;
    }

    private static List<byte[]> frames(byte[] segment) {
        var frames = new ArrayList<byte[]>();
        for (int at = HEADER; at < segment.length; ) {
            int end = at + 8 + ByteBuffer.wrap(segment).getInt(at);
            frames.add(Arrays.copyOfRange(segment, at, end));
            at = end;
        }
        return frames;
    }

    private static byte[] joined(byte[] segment, List<byte[]> frames) {
        var out = new ByteArrayOutputStream();
        out.write(segment, 0, HEADER);
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void commit(Chain chain, long from, long to) throws IOException {
        for (long number = from; number <= to; number++) {
            chain.commit(Change.of(ChainTest.put(number, "row " + number)));
        }
    }
}
