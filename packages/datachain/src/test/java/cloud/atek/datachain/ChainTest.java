package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogClosedException;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final Path GOLDEN = Path.of("src/test/golden/chain.seg");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final FaultyDisk disk = new FaultyDisk();
    private final ManualClock clock = new ManualClock(START);
    private final ChainSettings settings = new ChainSettings(disk, clock, 1 << 20);
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));
    private final SigningKey key = new SigningKey(Secret.owning(new byte[32]));

    @BeforeEach
    void saveKey() throws IOException {
        keys.save(key);
    }

    @Test
    void commitsAreNumberedFromTheGenesisAndReadBack() throws IOException {
        try (Chain chain = create()) {
            assertThat(chain.commit(Change.of(put(1, "a"), put(2, "b"))))
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            done -> assertThat(done.sequence()).isEqualTo(2));
            chain.commit(Change.of(new Event.Tombstone(row(1)), put(3, "c")));
        }

        try (Chain chain = open()) {
            assertThat(chain.id()).isEqualTo(key.verifyKey());
            assertThat(chain.lastSequence()).isEqualTo(3);
            assertThat(chain.sequenceOf(row(1))).isEqualTo(Edit.ABSENT);
            assertThat(chain.sequenceOf(row(2))).isEqualTo(2);
            assertThat(chain.sequenceOf(row(3))).isEqualTo(3);
            List<SignedCommit> all = read(chain, 1);
            assertThat(all).hasSize(3);
            assertThat(all.get(0).commit().events())
                    .containsExactly(Genesis.of(key.verifyKey()).event());
            assertThat(all.get(1).commit().events()).containsExactly(put(1, "a"), put(2, "b"));
            assertThat(all.get(2).commit().previous()).isEqualTo(all.get(1).hash());
            assertThat(read(chain, 3)).containsExactly(all.get(2));
            chain.verify();
        }
    }

    /// The layout is a promise: rewritten with `-Datek.golden=write`, and only with a new version.
    @Test
    void bytesOnDiskAreTheGoldenOnes() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, "first"), put(2, "second")));
            clock.advance(Duration.ofSeconds(1));
            chain.commit(Change.of(child(), new Event.Tombstone(row(2))));
            commitSigned(chain);
        }
        byte[] written = disk.bytes(FOLDER.resolve("00000000000000000001.seg"));

        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.write(GOLDEN, written);
        }
        assertThat(written).isEqualTo(Files.readAllBytes(GOLDEN));
    }

    @Test
    void goldenChainOpensAndVerifies() throws IOException {
        disk.put(FOLDER.resolve("00000000000000000001.seg"), Files.readAllBytes(GOLDEN));

        try (Chain chain = open()) {
            chain.verify();
            List<SignedCommit> all = read(chain, 1);
            assertThat(all).hasSize(5);
            assertThat(all.get(4).authors()).hasSize(2);
            assertThat(all.get(0).commit().time()).isEqualTo(START);
            assertThat(all.get(2).commit().events())
                    .containsExactly(child(), new Event.Tombstone(row(2)));
        }
    }

    @Test
    void refusedChangeTellsEveryReasonAndChangesNothing() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, "a")));
            var change =
                    new Change(
                            List.of(
                                    new Edit(put(1, "b"), Edit.ABSENT),
                                    new Edit(put(2, "b"), 2),
                                    new Edit(new Event.Tombstone(row(2)), Edit.ANY),
                                    Edit.of(put(3, "b"))));

            Outcome outcome = chain.commit(change);

            assertThat(outcome)
                    .isEqualTo(
                            new Outcome.Refused(
                                    List.of(
                                            new Outcome.Reason.Conflict(row(1), Edit.ABSENT, 2),
                                            new Outcome.Reason.Conflict(row(2), 2, Edit.ABSENT),
                                            new Outcome.Reason.Twice(row(2)))));
            assertThat(chain.lastSequence()).isEqualTo(2);
            assertThat(chain.sequenceOf(row(3))).isEqualTo(Edit.ABSENT);
        }
    }

    @Test
    void expectedRowsCommit() throws IOException {
        try (Chain chain = create()) {
            var first = new Change(List.of(new Edit(put(1, "a"), Edit.ABSENT)));
            var second = new Change(List.of(new Edit(new Event.Tombstone(row(1)), 2)));

            for (Change change : List.of(first, second, first)) {
                assertThat(chain.commit(change)).isInstanceOf(Outcome.Committed.class);
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        try (Chain chain = create()) {
            int overhead = 4 + 1 + 5 + 16 + 5 + 8 + 5;
            var fits = large(1, Limits.EVENT_BYTES_MAX - overhead);
            var tooLarge = large(2, Limits.EVENT_BYTES_MAX - overhead + 1);

            assertThat(chain.commit(Change.of(fits))).isInstanceOf(Outcome.Committed.class);
            assertThat(chain.commit(Change.of(tooLarge)))
                    .isEqualTo(
                            new Outcome.Refused(
                                    List.of(
                                            new Outcome.Reason.EventTooLarge(
                                                    row(2), Limits.EVENT_BYTES_MAX + 1))));
            assertThat(chain.commit(Change.of(fits, large(3, 4 << 20), large(4, 4 << 20))))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.reasons())
                                            .singleElement()
                                            .isInstanceOf(Outcome.Reason.CommitTooLarge.class));
            assertThat(read(chain, 1)).hasSize(2);
        }
    }

    /// Longer than the distance of the offsets that a segment remembers.
    @Test
    void largeLastCommitIsFoundAgain() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(large(1, 600 << 10)));
        }

        try (Chain chain = open()) {
            assertThat(read(chain, 1)).hasSize(2);
        }
    }

    @Test
    void timeNeverRunsBackwards() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, "a")));
            clock.advance(Duration.ofHours(-1));
            chain.commit(Change.of(put(1, "b")));

            assertThat(read(chain, 1)).allMatch(one -> one.commit().time().equals(START));
        }
    }

    @Test
    void failedDiskIsAnErrorAndWhatWasAcknowledgedStays() throws IOException {
        Chain chain = create();
        chain.commit(Change.of(put(1, "a")));
        disk.failSyncs();

        assertThatThrownBy(() -> chain.commit(Change.of(put(2, "b"))))
                .isInstanceOf(LogClosedException.class);
        assertThatThrownBy(() -> chain.commit(Change.of(put(3, "c"))))
                .isInstanceOf(LogClosedException.class);
        chain.close();
        FaultyDisk after = disk.afterPowerCut(new java.util.Random(1));
        try (Chain again = Chain.open(FOLDER, keysOn(after), settingsOn(after))) {
            assertThat(again.sequenceOf(row(1))).isEqualTo(2);
            assertThat(again.sequenceOf(row(3))).isEqualTo(Edit.ABSENT);
        }
    }

    @Test
    void commitThatSomebodyElseSignedIsDamage() throws IOException {
        Hash genesis = genesis();
        append(
                CommitCodec.write(
                                commit(2, genesis),
                                List.of(),
                                SignedCommit.tagKey(SigningKey.random()))
                        .bytes());

        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("the tag is not of this chain");
    }

    @Test
    void commitThatDoesNotJoinIsDamage() throws IOException {
        create().close();
        append(
                CommitCodec.write(commit(2, otherHash()), List.of(), SignedCommit.tagKey(key))
                        .bytes());

        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("does not join");
    }

    @Test
    void bytesThatAreNoCommitAreDamage() throws IOException {
        create().close();
        append(bytes("something else"));

        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("a broken commit");
    }

    @Test
    void everySignatureIsCheckedOnDemand() throws IOException {
        Hash genesis = genesis();
        CommitCodec.Written forged =
                CommitCodec.write(
                        commit(2, genesis), List.of(), SignedCommit.tagKey(SigningKey.random()));
        append(forged.bytes());
        append(
                CommitCodec.write(commit(3, forged.hash()), List.of(), SignedCommit.tagKey(key))
                        .bytes());

        // The good signature of the second covers the hash of the first, so it opens.
        try (Chain chain = open()) {
            assertThatThrownBy(chain::verify)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("the tag is not of this chain");
        }
    }

    @Test
    void chainWithoutItsKeyDoesNotOpenAndLosesNothing() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, "a")));
        }
        var noKeys = new KeyFolder(disk, Path.of("/nowhere"));

        assertThatThrownBy(() -> Chain.open(FOLDER, noKeys, settings))
                .isInstanceOf(NoSuchFileException.class);
        open().close();
    }

    private Chain create() throws IOException {
        return Chain.create(FOLDER, key, settings);
    }

    private Chain open() throws IOException {
        return Chain.open(FOLDER, keys, settings);
    }

    private KeyFolder keysOn(FaultyDisk other) {
        return new KeyFolder(other, Path.of("/keys"));
    }

    private ChainSettings settingsOn(FaultyDisk other) {
        return new ChainSettings(other, clock, 1 << 20);
    }

    /// Appends behind the back of the chain.
    private void append(Bytes body) throws IOException {
        try (Log log = Log.open(disk, FOLDER, 1 << 20)) {
            long next = log.lastSequence() + 1;
            log.append(next, Frame.COMMIT, body);
            log.awaitDurable(next);
        }
    }

    private CommitCodec.Draft commit(long sequence, Hash previous) {
        Origin owner = Origin.of(key.verifyKey());
        return new CommitCodec.Draft(sequence, START, previous, owner, List.of(put(sequence, "x")));
    }

    /// Makes a chain of its genesis alone, whose hash this is.
    private Hash genesis() throws IOException {
        try (Chain chain = create()) {
            return read(chain, 1).getFirst().hash();
        }
    }

    /// Publishes a hybrid key, anonymously, and signs a change with it and with the chain's.
    private void commitSigned(Chain chain) throws IOException {
        var hybrid = new HybridSigningKey(Secret.owning(new byte[64]));
        Change publish = Change.of(Reserved.key(hybrid.verifyKey()));
        chain.commit(publish, Author.ANONYMOUS, Scope.LOCAL);
        Change change = Change.of(put(4, "signed"));
        KeyName author = KeyName.of(hybrid.verifyKey());
        ChangeText text = ChangeText.of(chain.id(), author, 1, change);
        Author both = text.signed(text.sign(hybrid), text.sign(key));
        assertThat(chain.commit(change, both, Scope.FULL)).isInstanceOf(Outcome.Committed.class);
    }

    private static Event child() {
        var rules =
                new Authority(
                        new Authority.Read.Readers(row(8)),
                        new Authority.Write.AnyOf(
                                new KeyName(KeyName.Kind.HYBRID, otherHash().value())));
        var encoding = new Encoding(Encoding.Compression.DEFLATE, Bytes.owning(new byte[58]));
        var place = new Place(row(1), 7);
        return new Event.Put(row(3), place, "test/row", bytes("child"), encoding, rules);
    }

    private static Hash otherHash() {
        return Hash.of(new byte[1]);
    }

    static List<SignedCommit> read(Chain chain, long from) throws IOException {
        var all = new ArrayList<SignedCommit>();
        try (CommitCursor commits = chain.read(from)) {
            for (var one = commits.next(); one.isPresent(); one = commits.next()) {
                all.add(one.get());
            }
        }
        return all;
    }

    static RowKey row(long number) {
        return new RowKey(7, number);
    }

    static Event put(long number, String body) {
        return new Event.Put(row(number), null, "test/row", bytes(body));
    }

    private static Event large(long number, int size) {
        return new Event.Put(row(number), null, "test/row", Bytes.owning(new byte[size]));
    }

    private static Bytes bytes(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }
}
