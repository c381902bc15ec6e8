package cloud.atek.datachain.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.testkit.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Notes, checkpoints and proofs, changed in any way.
class FuzzTest {

    private static final SigningKey KEY = SigningKey.random();
    private static final NoteKey NAME = Checkpoint.keyOf(KEY.verifyKey());
    private static final Set<Class<? extends Exception>> MALFORMED =
            Set.of(MalformedNoteException.class);
    private static final int FIXED_BYTES = 64 << 10;
    private static final int SIZE = 21;
    private static final int OLDER = 13;
    private static final int INDEX = 18;
    private static final List<Hash> LEAVES =
            IntStream.range(0, SIZE).mapToObj(i -> NaiveTree.leaf(new byte[i])).toList();
    private static final Hash ROOT = NaiveTree.root(LEAVES);

    static Stream<Fuzz> targets() {
        return Stream.of(
                new Fuzz("note", notes(), MALFORMED, FIXED_BYTES, 512, FuzzTest::readNote),
                new Fuzz(
                        "checkpoint",
                        notes(),
                        MALFORMED,
                        FIXED_BYTES,
                        512,
                        bytes -> Checkpoint.of(Note.read(Bytes.owning(bytes)))),
                new Fuzz(
                        "checkpoint file",
                        notes(),
                        Set.of(DamagedLogException.class),
                        FIXED_BYTES,
                        512,
                        FuzzTest::readFile),
                proofs("inclusion", inclusion(), FuzzTest::verifyInclusion),
                proofs("consistency", consistency(), FuzzTest::verifyConsistency));
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

    private static void readNote(byte[] bytes) {
        Note note = Note.read(Bytes.copyOf(bytes));
        assertThat(note.toBytes()).as("there is one form").isEqualTo(Bytes.owning(bytes));
    }

    private static void readFile(byte[] bytes) throws IOException {
        var file = new CheckpointFile(new FaultyDisk(), Path.of("/chain"));
        ((FaultyDisk) file.disk()).put(file.folder().resolve(CheckpointFile.NAME), bytes);
        assertThat(file.read()).isPresent();
    }

    /// Signed by one key, by two, and with more lines than a checkpoint needs.
    private static List<byte[]> notes() {
        String text = new Checkpoint(NAME.name(), SIZE, ROOT).text();
        Note one = NAME.sign(text, KEY);
        SigningKey other = SigningKey.random();
        Note two = new NoteKey("ünd.example", other.verifyKey()).sign(text, other);
        List<Note.Signed> both = List.of(one.signatures().getFirst(), two.signatures().getFirst());
        return Stream.of(one, new Note(text, both), NAME.sign(text + "more\n", KEY))
                .map(note -> note.toBytes().toArray())
                .toList();
    }

    /// Of a proof: two numbers, then hashes.
    private static Fuzz proofs(String name, byte[] good, Fuzz.Reader reader) {
        return new Fuzz(
                name, List.of(good), Set.of(RefusedException.class), FIXED_BYTES, 64, reader);
    }

    private static byte[] inclusion() {
        return proof(INDEX, SIZE, NaiveTree.path(INDEX, LEAVES));
    }

    private static byte[] consistency() {
        return proof(OLDER, SIZE, NaiveTree.proof(OLDER, LEAVES));
    }

    private static byte[] proof(long first, long second, List<Hash> path) {
        ByteBuffer out = ByteBuffer.allocate(16 + path.size() * Hash.BYTES);
        out.putLong(first).putLong(second);
        path.forEach(hash -> hash.value().putInto(out));
        return out.array();
    }

    private static void verifyInclusion(byte[] bytes) throws RefusedException {
        ByteBuffer in = proofBuffer(bytes);
        var proof = new InclusionProof(in.getLong(), in.getLong(), path(in));
        require(proof.verify(LEAVES.get(INDEX), ROOT));
        assertThat(proof.path()).isEqualTo(NaiveTree.path(INDEX, LEAVES));
    }

    private static void verifyConsistency(byte[] bytes) throws RefusedException {
        ByteBuffer in = proofBuffer(bytes);
        var proof = new ConsistencyProof(in.getLong(), in.getLong(), path(in));
        require(proof.verify(NaiveTree.root(LEAVES.subList(0, OLDER)), ROOT));
        assertThat(proof.path()).isEqualTo(NaiveTree.proof(OLDER, LEAVES));
    }

    private static void require(Verdict verdict) throws RefusedException {
        if (!verdict.proven()) {
            throw new RefusedException();
        }
    }

    private static ByteBuffer proofBuffer(byte[] bytes) throws RefusedException {
        if (bytes.length < 16) {
            throw new RefusedException();
        }
        return ByteBuffer.wrap(bytes);
    }

    private static List<Hash> path(ByteBuffer in) {
        var path = new ArrayList<Hash>();
        while (in.remaining() >= Hash.BYTES) {
            var hash = new byte[Hash.BYTES];
            in.get(hash);
            path.add(new Hash(Bytes.owning(hash)));
        }
        return path;
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
