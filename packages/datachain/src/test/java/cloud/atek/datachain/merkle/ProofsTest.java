package cloud.atek.datachain.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProofsTest {

    private static final int SIZE_MAX = 70;

    /// The reference tree of Certificate Transparency: leaves, and the root over the first n.
    private static final List<Hash> CT_LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(hex -> NaiveTree.leaf(HexFormat.of().parseHex(hex)))
                    .toList();

    private static final List<String> CT_ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheReferenceTree() throws IOException {
        Proofs proofs = proofs(CT_LEAVES);
        for (int size = 0; size <= CT_LEAVES.size(); size++) {
            assertThat(proofs.root(size).hex()).isEqualTo(CT_ROOTS.get(size));
        }
    }

    @Test
    void pathsAreThoseOfTheReferenceTree() throws IOException {
        Proofs proofs = proofs(CT_LEAVES);

        assertThat(proofs.inclusion(0, 1).path()).isEmpty();
        assertThat(proofs.inclusion(5, 8).path().stream().map(Hash::hex))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(proofs.inclusion(2, 3).path().stream().map(Hash::hex))
                .containsExactly(CT_ROOTS.get(2));
        assertThat(proofs.consistency(1, 8).path().stream().map(Hash::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    }

    @Test
    void everyRootAndInclusionProofUpTo70IsThatOfTheDefinition() throws IOException {
        List<Hash> leaves = leaves(SIZE_MAX);
        Proofs proofs = proofs(leaves);
        var frontier = new Frontier();
        for (int size = 0; size <= SIZE_MAX; size++) {
            Hash root = NaiveTree.root(leaves.subList(0, size));
            assertThat(proofs.root(size)).isEqualTo(root).isEqualTo(frontier.root());
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proofs.inclusion(index, size);
                assertThat(proof.path()).isEqualTo(NaiveTree.path(index, leaves.subList(0, size)));
                assertThat(proof.verify(leaves.get(index), root)).isEqualTo(Verdict.holds());
            }
            if (size < SIZE_MAX) {
                frontier.add(leaves.get(size));
            }
        }
    }

    @Test
    void everyConsistencyProofUpTo70IsThatOfTheDefinition() throws IOException {
        List<Hash> leaves = leaves(SIZE_MAX);
        Proofs proofs = proofs(leaves);
        for (int second = 0; second <= SIZE_MAX; second++) {
            for (int first = 0; first <= second; first++) {
                ConsistencyProof proof = proofs.consistency(first, second);
                if (first > 0) {
                    assertThat(proof.path())
                            .isEqualTo(NaiveTree.proof(first, leaves.subList(0, second)));
                }
                assertThat(proof.verify(proofs.root(first), proofs.root(second)))
                        .isEqualTo(Verdict.holds());
            }
        }
    }

    @Test
    void inclusionProofOfSomethingElseIsRefused() {
        Seeds.forAll((random, size) -> {
            List<Hash> leaves = leaves(size);
            int index = random.nextInt(size);
            Hash leaf = leaves.get(index);
            Hash root = NaiveTree.root(leaves);
            InclusionProof good = proofs(leaves).inclusion(index, size);
            List<Hash> path = good.path();

            assertThat(good.verify(flipped(leaf, random), root)).isEqualTo(wrongRoot());
            assertThat(good.verify(leaf, flipped(root, random))).isEqualTo(wrongRoot());
            for (List<Hash> wrong : tampered(path, random)) {
                assertThat(new InclusionProof(index, size, wrong).verify(leaf, root).proven())
                        .isFalse();
            }
            for (int other = 0; other < size; other++) {
                assertThat(new InclusionProof(other, size, path).verify(leaf, root).proven())
                        .isEqualTo(other == index);
            }
            assertThat(new InclusionProof(size, size, path).verify(leaf, root))
                    .isEqualTo(Verdict.refused(Verdict.Reason.OUTSIDE));
            assertThat(new InclusionProof(-1, size, path).verify(leaf, root))
                    .isEqualTo(Verdict.refused(Verdict.Reason.OUTSIDE));
        });
    }

    @Test
    void consistencyProofOfAnotherHistoryIsRefused() {
        Seeds.forAll((random, size) -> {
            List<Hash> leaves = leaves(size);
            int first = 1 + random.nextInt(size);
            Hash older = NaiveTree.root(leaves.subList(0, first));
            Hash younger = NaiveTree.root(leaves);
            ConsistencyProof good = proofs(leaves).consistency(first, size);

            assertThat(good.verify(flipped(older, random), younger).proven()).isFalse();
            assertThat(good.verify(older, flipped(younger, random)).proven()).isFalse();
            for (List<Hash> wrong : tampered(good.path(), random)) {
                assertThat(new ConsistencyProof(first, size, wrong).verify(older, younger).proven())
                        .isFalse();
            }
            assertThat(new ConsistencyProof(size + 1L, size, good.path()).verify(older, younger))
                    .isEqualTo(Verdict.refused(Verdict.Reason.OUTSIDE));
        });
    }

    @Test
    void everyTreeGrewFromTheEmptyOneAndNoOther() {
        Hash root = NaiveTree.root(leaves(3));
        var proof = new ConsistencyProof(0, 3, List.of());

        assertThat(proof.verify(NaiveTree.root(List.of()), root)).isEqualTo(Verdict.holds());
        assertThat(proof.verify(root, root))
                .isEqualTo(Verdict.refused(Verdict.Reason.WRONG_FIRST_ROOT));
    }

    @Test
    void hugeSizesEndInARefusal() {
        List<Hash> path = leaves(200);
        for (long index : List.of(0L, 1L << 62, Long.MAX_VALUE - 1)) {
            assertThat(
                            new InclusionProof(index, Long.MAX_VALUE, path)
                                    .verify(path.getFirst(), path.getLast())
                                    .proven())
                    .isFalse();
            assertThat(
                            new ConsistencyProof(index + 1, Long.MAX_VALUE, path)
                                    .verify(path.getFirst(), path.getLast())
                                    .proven())
                    .isFalse();
        }
    }

    /// The path with a bit flipped, with a hash too much and too few, and with two exchanged.
    private static List<List<Hash>> tampered(List<Hash> path, RandomGenerator random) {
        var all = new ArrayList<List<Hash>>();
        var more = new ArrayList<>(path);
        more.add(random.nextInt(path.size() + 1), NaiveTree.leaf(new byte[9]));
        all.add(more);
        if (!path.isEmpty()) {
            int at = random.nextInt(path.size());
            var changed = new ArrayList<>(path);
            changed.set(at, flipped(path.get(at), random));
            all.add(changed);
            var fewer = new ArrayList<>(path);
            fewer.remove(at);
            all.add(fewer);
        }
        if (path.size() > 1) {
            all.add(path.reversed());
        }
        return all;
    }

    private static Verdict wrongRoot() {
        return Verdict.refused(Verdict.Reason.WRONG_ROOT);
    }

    private static Hash flipped(Hash hash, RandomGenerator random) {
        byte[] bytes = hash.value().toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return new Hash(Bytes.owning(bytes));
    }

    static List<Hash> leaves(int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> NaiveTree.leaf(new byte[] {i.byteValue()}))
                .toList();
    }

    private static Proofs proofs(List<Hash> leaves) {
        var nodes = new ArrayList<Hash>();
        var frontier = new Frontier(nodes::add);
        leaves.forEach(frontier::add);
        assertThat((long) nodes.size()).isEqualTo(Subtrees.stored(leaves.size()));
        return new Proofs(position -> nodes.get((int) position));
    }
}
