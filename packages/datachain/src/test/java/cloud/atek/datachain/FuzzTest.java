package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.SegmentMarks;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.Fuzz;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read from a disk or from somebody else, changed in any way.
class FuzzTest {

    private static final SigningKey KEY = new SigningKey(Secret.owning(new byte[32]));
    private static final TagKey TAGS = SignedCommit.tagKey(KEY);
    private static final HybridSigningKey HYBRID = HybridSigningKey.random();
    private static final Path FOLDER = Path.of("/chain");
    private static final Path INDEX = FOLDER.resolve(IndexFile.NAME);
    private static final Set<Class<? extends Exception>> MALFORMED =
            Set.of(MalformedCommitException.class);

    /// Where a reader leaves it to its caller to tell what is wrong.
    private static final Set<Class<? extends Exception>> PARTS =
            Set.of(
                    MalformedCommitException.class,
                    BufferUnderflowException.class,
                    IllegalArgumentException.class);

    private static final int FIXED_BYTES = 32 << 10;
    private static final int COUNT_OFFSET = 91;
    private static final int ROOT_OFFSET = 95;

    static Stream<Fuzz> targets() throws IOException {
        return Stream.concat(
                Stream.of(commits(), rules(), genesis(), index(), indexFile()), parts());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void onlyWhatIsDocumentedComesOut(Fuzz target) {
        target.run(5_000);
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Tag("slow")
    void onlyWhatIsDocumentedComesOutOfMillions(Fuzz target) {
        target.run(600_000);
    }

    private static Fuzz commits() {
        List<ChangeSignature> one = List.of(ChangeSignature.of(new byte[] {1}, KEY));
        List<ChangeSignature> two =
                List.of(one.getFirst(), ChangeSignature.of(new byte[] {1}, HYBRID));
        Bytes many = commit(events(9), List.of());
        List<byte[]> good =
                Stream.of(
                                commit(events(1), one),
                                commit(events(5), List.of()),
                                commit(List.of(new Event.Tombstone(new RowKey(1, 2))), two),
                                CommitCodec.prune(many, at -> at == 2 || at == 8).orElseThrow(),
                                many)
                        .map(Bytes::toArray)
                        .toList();
        return new Fuzz(
                "commit",
                good,
                FuzzTest::rooted,
                MALFORMED,
                FIXED_BYTES,
                64,
                FuzzTest::requireCommit);
    }

    private static Fuzz rules() {
        List<byte[]> good = authorities().map(rules -> AuthorityBytes.of(rules).toArray()).toList();
        return new Fuzz(
                "rules",
                good,
                PARTS,
                FIXED_BYTES,
                64,
                bytes -> {
                    ByteBuffer in = ByteBuffer.wrap(bytes);
                    Authority read = AuthorityBytes.read(in);
                    assertThat(AuthorityBytes.of(read).toBuffer())
                            .as("there is one form")
                            .isEqualTo(in.flip());
                });
    }

    private static Fuzz genesis() {
        KeyName hybrid = KeyName.of(HYBRID.verifyKey());
        List<KeyName> roots = List.of(KeyName.of(KEY.verifyKey()), hybrid);
        List<byte[]> good =
                Stream.of(
                                Genesis.of(KEY.verifyKey()),
                                new Genesis(TrustMode.DISTRIBUTED, roots, Retention.NEWEST),
                                new Genesis(TrustMode.CENTRALIZED, roots, new Retention.Days(90)))
                        .map(one -> one.body().toArray())
                        .toList();
        return new Fuzz(
                "genesis",
                good,
                MALFORMED,
                FIXED_BYTES,
                64,
                bytes -> {
                    assertThat(Genesis.read(Bytes.copyOf(bytes)).body())
                            .as("there is one form")
                            .isEqualTo(Bytes.owning(bytes));
                });
    }

    /// As if the chain had signed whatever stands there.
    private static Fuzz index() throws IOException {
        int trailer = IndexFile.TRAILER_BYTES;
        List<byte[]> good =
                goodIndexes().stream()
                        .map(all -> ByteBuffer.wrap(all, 0, all.length - trailer))
                        .map(ByteBuffer::slice)
                        .map(FuzzTest::bytes)
                        .toList();
        return new Fuzz(
                "index",
                good,
                Set.of(IndexReader.MalformedIndexException.class),
                512 << 10,
                512,
                bytes -> new IndexReader(file(bytes)).read());
    }

    private static Fuzz indexFile() throws IOException {
        List<byte[]> good = goodIndexes();
        return new Fuzz(
                "index file",
                good,
                Set.of(RefusedException.class),
                2 << 20,
                512,
                bytes -> {
                    var disk = new FaultyDisk();
                    disk.put(INDEX, bytes);
                    IndexFile.Found found = new IndexFile(disk, FOLDER, KEY.verifyKey()).read();
                    boolean same = good.stream().anyMatch(one -> Arrays.equals(one, bytes));
                    assertThat(found instanceof IndexFile.Found.Usable).isEqualTo(same);
                    if (!same) {
                        throw new RefusedException();
                    }
                });
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static Stream<Fuzz> parts() {
        var marks = List.of(new SegmentMarks.Mark(9, 99), new SegmentMarks.Mark(10, 70_000));
        Map<KeyName, Long> counters =
                Map.of(KeyName.of(KEY.verifyKey()), 7L, KeyName.of(HYBRID.verifyKey()), 8L);
        return Stream.of(
                memo(counters),
                part(
                        IndexParts.SEGMENTS,
                        StateParts.segments(List.of(new SegmentMarks(1, 0, 80_000, marks))),
                        StateParts::readSegments),
                part(
                        IndexParts.AUTHORS,
                        StateParts.authors(counters),
                        part -> StateParts.readAuthors(part, new HashMap<>())),
                part(
                        IndexParts.KEYS,
                        StateParts.keys(List.of(HYBRID.verifyKey())),
                        StateParts::readKeys),
                part(
                        IndexParts.TREE,
                        StateParts.tree(3, List.of(Hash.ZERO, Hash.ZERO)),
                        StateParts::readEdge));
    }

    private static Fuzz memo(Map<KeyName, Long> counters) {
        List<byte[]> good =
                Stream.of(new Forgotten(0, 1, Map.of()), new Forgotten(7, 9, counters))
                        .map(one -> one.toBytes().toArray())
                        .toList();
        return new Fuzz(
                "memo",
                good,
                Set.of(IllegalArgumentException.class),
                FIXED_BYTES,
                64,
                bytes -> {
                    Bytes memo = Bytes.owning(bytes);
                    assertThat(Forgotten.read(memo).toBytes())
                            .as("there is one form")
                            .isEqualTo(memo);
                });
    }

    private static Fuzz part(String name, Bytes good, Consumer<Bytes> reader) {
        return new Fuzz(
                "part " + name,
                List.of(good.toArray()),
                PARTS,
                FIXED_BYTES,
                64,
                bytes -> reader.accept(Bytes.owning(bytes)));
    }

    private static void requireCommit(byte[] bytes) {
        Bytes all = Bytes.owning(bytes);
        SignedCommit read = CommitCodec.read(all);
        Optional<Bytes> pruned = CommitCodec.prune(all, at -> at % 3 == 0);
        pruned.ifPresent(left -> assertThat(CommitCodec.read(left).hash()).isEqualTo(read.hash()));
    }

    /// Puts the root of whatever the events are now into the head, so that they are looked at.
    private static byte[] rooted(byte[] bytes) {
        if (bytes.length < CommitHead.BYTES) {
            return bytes;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(CommitHead.BYTES);
        int count = in.getInt(COUNT_OFFSET);
        var tree = new EventTree();
        while (tree.size() < count && in.remaining() > 4) {
            int start = in.position();
            int length = in.getInt();
            if (length < 1 || length > in.remaining()) {
                return bytes;
            }
            tree.add(subtree(tree, in.slice(start, 4 + length)));
            in.position(start + 4 + length);
        }
        if (tree.size() > 0) {
            in.put(ROOT_OFFSET, tree.root().value().toArray());
        }
        return bytes;
    }

    private static EventTree.Subtree subtree(EventTree tree, ByteBuffer written) {
        boolean pruned = written.capacity() == 38 && written.get(4) == 3;
        int level = pruned ? written.get(5) : 0;
        if (pruned && level >= 0 && level <= 16 && tree.fits(level)) {
            return new EventTree.Subtree(
                    level, new Hash(Bytes.owning(bytes(written.slice(6, 32)))));
        }
        return new EventTree.Subtree(0, EventTree.leaf(written));
    }

    private static Bytes commit(List<Event> events, List<ChangeSignature> signatures) {
        var draft =
                new CommitCodec.Draft(
                        7,
                        Instant.ofEpochMilli(1_700_000_000_123L),
                        Hash.ZERO,
                        Origin.of(KEY.verifyKey()),
                        events);
        return CommitCodec.write(draft, signatures, TAGS).bytes();
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .<Event>mapToObj(i -> i % 4 == 3 ? new Event.Tombstone(new RowKey(1, i)) : put(i))
                .toList();
    }

    private static Event.Put put(int number) {
        List<Authority> rules = authorities().toList();
        Bytes wrapped = number % 2 == 0 ? null : Bytes.owning(new byte[ReadKey.WRAPPED_BYTES]);
        return new Event.Put(
                new RowKey(1, number),
                number % 3 == 0 ? null : new Place(new RowKey(1, 0), number),
                "type-ü",
                Bytes.owning(new byte[number]),
                new Encoding(Encoding.Compression.DEFLATE, wrapped),
                rules.get(number % rules.size()));
    }

    private static Stream<Authority> authorities() {
        var keys =
                new Authority.Write.AnyOf(
                        KeyName.of(KEY.verifyKey()), KeyName.of(HYBRID.verifyKey()));
        return Stream.of(
                new Authority(new Authority.Read.Readers(new RowKey(3, 4)), keys),
                new Authority(new Authority.Read.Everyone(), new Authority.Write.Nobody()),
                new Authority(new Authority.Read.Inherit(), new Authority.Write.Everyone()));
    }

    private static List<byte[]> goodIndexes() throws IOException {
        var table = new RowTable();
        table.apply(put(0), 1);
        var parts = Map.of(IndexParts.TIME, StateParts.number(5));
        byte[] small = index(table, 1, parts);
        for (int i = 1; i < 20; i++) {
            table.apply(i % 4 == 3 ? new Event.Tombstone(new RowKey(1, i - 1)) : put(i), i + 1);
        }
        return List.of(small, index(table, 20, Map.of()));
    }

    private static byte[] index(RowTable table, long sequence, Map<String, Bytes> parts)
            throws IOException {
        var disk = new FaultyDisk();
        try (RowSnapshot rows = table.snapshot(sequence)) {
            new IndexFile(disk, FOLDER, KEY.verifyKey())
                    .write(new IndexSource(rows, Hash.ZERO, parts, new ReentrantLock()), KEY);
        }
        return disk.bytes(INDEX);
    }

    private static DiskFile file(byte[] bytes) throws IOException {
        var disk = new FaultyDisk();
        disk.put(INDEX, bytes);
        return disk.open(INDEX);
    }

    private static byte[] bytes(ByteBuffer from) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }
}
