package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.testkit.Seeds;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CodecTest {

    private static final SigningKey KEY = SigningKey.random();
    private static final TagKey TAGS = SignedCommit.tagKey(KEY);
    private static final HybridSigningKey HYBRID = HybridSigningKey.random();

    @Test
    void everyCommitIsReadAsItWasWritten() {
        Seeds.forAll((random, size) -> {
            CommitCodec.Draft draft = draft(random, size);
            List<ChangeSignature> authors = signatures(random);

            CommitCodec.Written written = CommitCodec.write(draft, authors, TAGS);
            SignedCommit read = CommitCodec.read(written.bytes());

            Commit commit = read.commit();
            assertThat(commit.events()).isEqualTo(draft.events());
            assertThat(commit.whole()).isTrue();
            assertThat(commit.sequence()).isEqualTo(draft.sequence());
            assertThat(commit.time()).isEqualTo(draft.time());
            assertThat(commit.previous()).isEqualTo(draft.previous());
            assertThat(commit.origin()).isEqualTo(draft.origin());
            assertThat(commit.head().eventsRoot())
                    .isEqualTo(CommitCodec.eventsRoot(draft.events()));
            assertThat(read.authors()).isEqualTo(authors);
            assertThat(read.hash()).isEqualTo(written.hash());
            assertThat(read.taggedBy(TAGS)).isTrue();
            assertThat((long) written.bytes().size())
                    .isEqualTo(CommitCodec.size(draft.events(), authors));
        });
    }

    /// The hash, and with it the signature of the chain, covers all but the other signatures.
    @Test
    void mutatedCommitIsRefusedOrIsAnotherOrOnlyItsSignaturesAre() {
        Seeds.forAll((random, size) -> {
            CommitCodec.Draft draft = draft(random, 1 + size % 5);
            Bytes good = CommitCodec.write(draft, signatures(random), TAGS).bytes();
            for (int i = 0; i < 50; i++) {
                Bytes mutant = Bytes.owning(mutate(good.toArray(), random));
                try {
                    SignedCommit read = CommitCodec.read(mutant);
                    assertThat(mutant).isNotEqualTo(good);
                    if (read.taggedBy(TAGS)) {
                        assertThat(read.commit()).isEqualTo(CommitCodec.read(good).commit());
                    }
                } catch (MalformedCommitException e) {
                    assertThat(e).hasMessageNotContaining("Exception");
                }
            }
        });
    }

    @Test
    void unknownFieldsBelow128AreRefusedAndOthersPassedOver() {
        Event event = new Event.Tombstone(new RowKey(1, 2));
        Bytes known = withField(event, 100);
        Bytes passed = withField(event, 200);

        assertThat(CommitCodec.read(passed).commit().events()).containsExactly(event);
        assertThatThrownBy(() -> CommitCodec.read(known))
                .isInstanceOf(MalformedCommitException.class)
                .hasMessage("a field we do not know, 100");
    }

    /// What compaction does not know it does not lose either.
    @Test
    void pruningKeepsTheBytesOfWhatItKeeps() {
        Bytes commit = withField(new Event.Tombstone(new RowKey(1, 2)), 200);

        assertThat(CommitCodec.prune(commit, _ -> true)).contains(commit);
    }

    @Test
    void headerIsTheEventWithoutLengthAndBody() {
        Seeds.forAll((random, _) -> {
            if (event(random) instanceof Event.Put put) {
                ByteBuffer out = ByteBuffer.allocate((int) EventCodec.size(put));
                EventCodec.write(put, out);
                int end = out.capacity() - put.body().size() - 5;

                assertThat(put.header().toArray())
                        .isEqualTo(Arrays.copyOfRange(out.array(), 4, end));
            }
        });
    }

    @Test
    void eventsRootIsThatOfRfc9162() {
        var events = new ArrayList<Event>();
        var leaves = new ArrayList<Hash>();
        for (int count = 1; count <= 40; count++) {
            var event = new Event.Tombstone(new RowKey(count, 0));
            ByteBuffer written = ByteBuffer.allocate((int) EventCodec.size(event));
            EventCodec.write(event, written);
            events.add(event);
            leaves.add(Hash.of(new byte[1], written.array()));

            assertThat(CommitCodec.eventsRoot(events)).isEqualTo(root(leaves));
        }
    }

    @Test
    void everyPrunedCommitKeepsItsHashAndItsSignatures() {
        for (int count = 1; count <= 9; count++) {
            Bytes whole = commitOf(count);
            for (int kept = 0; kept < 1 << count; kept++) {
                requirePruned(whole, count, kept);
            }
        }
    }

    /// Whatever the steps: what is left is the same bytes.
    @Test
    void pruningInStepsIsPruningAtOnce() {
        Seeds.forAll((random, size) -> {
            int count = 1 + random.nextInt(Math.min(size, 60));
            long first = random.nextLong() | 1;
            long second = random.nextLong() | 1;
            Bytes whole = commitOf(count);

            Bytes once = CommitCodec.prune(whole, i -> bit(first & second, i)).orElseThrow();
            Bytes step = CommitCodec.prune(whole, i -> bit(first, i)).orElseThrow();
            Bytes steps = CommitCodec.prune(step, i -> bit(second, i)).orElseThrow();

            assertThat(steps).isEqualTo(once);
            assertThat(once.size()).isLessThanOrEqualTo(whole.size() + 12 * 38);
        });
    }

    @Test
    void removedEventsInAnyOtherFormAreRefused() {
        byte[] pruned = CommitCodec.prune(commitOf(4), i -> i > 1).orElseThrow().toArray();
        for (int level = 0; level < 128; level++) {
            byte[] other = pruned.clone();
            other[127 + 5] = (byte) level;
            if (level != 1) {
                assertThatThrownBy(() -> CommitCodec.read(Bytes.owning(other)))
                        .isInstanceOf(MalformedCommitException.class);
            }
        }
        // The two halves, each for itself: the same tree, but a second form.
        byte[] one = CommitCodec.prune(commitOf(4), i -> i > 0).orElseThrow().toArray();
        byte[] two = CommitCodec.prune(commitOf(4), i -> i != 1).orElseThrow().toArray();
        int event = EventCodec.BYTES_MIN;
        ByteBuffer halves = ByteBuffer.allocate(pruned.length + 38);
        halves.put(one, 0, 127 + 38).put(two, 127 + event, 38);
        halves.put(pruned, 127 + 38, pruned.length - 127 - 38);
        assertThatThrownBy(() -> CommitCodec.read(Bytes.owning(halves.array())))
                .isInstanceOf(MalformedCommitException.class)
                .hasMessage("removed events in two halves");
    }

    @Test
    void rulesAndEncodingsHaveOneFormOnly() {
        Seeds.forAll((random, _) -> {
            Authority rules = authority(random);
            Bytes bytes = AuthorityBytes.of(rules);
            assertThat(AuthorityBytes.read(bytes.toBuffer())).isEqualTo(rules);
            assertThat(AuthorityBytes.size(rules)).isEqualTo(bytes.size());
        });
        byte[] inherited = {0, 0};
        byte[] longer = {1, 1, 0};
        byte[] plain = {0};
        for (var field : List.of(field(4, inherited), field(4, longer), field(5, plain))) {
            assertThatThrownBy(() -> EventCodec.read(field))
                    .isInstanceOf(MalformedCommitException.class);
        }
    }

    private static void requirePruned(Bytes whole, int count, int kept) {
        SignedCommit before = CommitCodec.read(whole);
        var pruned = CommitCodec.prune(whole, i -> bit(kept, i));
        assertThat(pruned.isPresent()).isEqualTo(kept != 0);
        if (pruned.isEmpty()) {
            return;
        }
        SignedCommit after = CommitCodec.read(pruned.get());
        assertThat(after.hash()).isEqualTo(before.hash());
        assertThat(after.commit().head()).isEqualTo(before.commit().head());
        assertThat(after.authors()).isEqualTo(before.authors());
        assertThat(after.taggedBy(TAGS)).isTrue();
        assertThat(after.commit().whole()).isEqualTo(Integer.bitCount(kept) == count);
        var expected = new ArrayList<Event>();
        for (Commit.Item item : after.commit().items()) {
            if (item instanceof Commit.Item.Kept(int ordinal, Event event)) {
                assertThat(bit(kept, ordinal)).isTrue();
                assertThat(event).isEqualTo(before.commit().events().get(ordinal));
                expected.add(event);
            }
        }
        assertThat(after.commit().events()).isEqualTo(expected).hasSize(Integer.bitCount(kept));
    }

    private static boolean bit(long bits, int at) {
        return (bits >> at & 1) == 1;
    }

    /// RFC 9162, section 2.1.1, as it is written there.
    private static Hash root(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return Hash.of(
                new byte[] {1},
                root(leaves.subList(0, left)).value().toArray(),
                root(leaves.subList(left, leaves.size())).value().toArray());
    }

    /// A put whose header ends with this field.
    private static ByteBuffer field(int tag, byte[] value) {
        Event.Put put = new Event.Put(new RowKey(1, 1), null, "t", Bytes.EMPTY);
        byte[] header = put.header().toArray();
        int length = header.length + 5 + value.length + 5;
        ByteBuffer out = ByteBuffer.allocate(4 + length);
        out.putInt(length).put(header).put((byte) tag).putInt(value.length).put(value);
        return out.put((byte) 6).putInt(0).flip();
    }

    /// A commit of `event`, with an empty field of `tag` behind its others.
    private static Bytes withField(Event event, int tag) {
        int size = (int) EventCodec.size(event);
        ByteBuffer written = ByteBuffer.allocate(size + 5);
        EventCodec.write(event, written);
        written.put((byte) tag).putInt(0).putInt(0, size + 1);
        Hash root = EventTree.leaf(written.flip());
        Origin owner = Origin.of(KEY.verifyKey());
        var head = new CommitHead(7, Instant.EPOCH, Hash.ZERO, owner, 1, root);
        ByteBuffer out =
                ByteBuffer.allocate(CommitHead.BYTES + size + 5 + SignatureCodec.size(List.of()));
        out.put(head.toArray()).put(written);
        SignatureCodec.write(List.of(), TAGS.tag(head.hash().value()), out);
        return Bytes.owning(out.array());
    }

    private static Bytes commitOf(int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(new Event.Tombstone(new RowKey(1, i)));
        }
        return CommitCodec.write(draft(Origin.of(KEY.verifyKey()), events), List.of(), TAGS)
                .bytes();
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static CommitCodec.Draft draft(RandomGenerator random, int size) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < size; i++) {
            events.add(event(random));
        }
        Origin origin =
                switch (random.nextInt(3)) {
                    case 0 -> Origin.NOBODY;
                    case 1 -> Origin.of(KEY.verifyKey());
                    default ->
                            new Origin(
                                    KeyName.of(HYBRID.verifyKey()),
                                    random.nextLong(Long.MAX_VALUE));
                };
        return draft(origin, events);
    }

    private static CommitCodec.Draft draft(Origin origin, List<Event> events) {
        return new CommitCodec.Draft(
                7,
                Instant.ofEpochMilli(1_700_000_000_123L),
                Hash.of(new byte[] {1}),
                origin,
                events);
    }

    private static Event event(RandomGenerator random) {
        var key = new RowKey(random.nextLong(), random.nextLong());
        if (random.nextInt(4) == 0) {
            return new Event.Tombstone(key);
        }
        Bytes body = bytes(random, random.nextInt(100));
        Place place = random.nextBoolean() ? null : new Place(key, random.nextLong());
        var encoding =
                new Encoding(
                        random.nextBoolean()
                                ? Encoding.Compression.NONE
                                : Encoding.Compression.DEFLATE,
                        random.nextBoolean() ? null : bytes(random, ReadKey.WRAPPED_BYTES));
        return new Event.Put(key, place, "type-ü", body, encoding, authority(random));
    }

    private static Authority authority(RandomGenerator random) {
        Authority.Read read =
                switch (random.nextInt(3)) {
                    case 0 -> new Authority.Read.Inherit();
                    case 1 -> new Authority.Read.Everyone();
                    default -> new Authority.Read.Readers(new RowKey(random.nextLong(), 1));
                };
        Authority.Write write =
                switch (random.nextInt(4)) {
                    case 0 -> new Authority.Write.Inherit();
                    case 1 -> new Authority.Write.Everyone();
                    case 2 -> new Authority.Write.Nobody();
                    default -> new Authority.Write.AnyOf(names(random, 1 + random.nextInt(64)));
                };
        return new Authority(read, write);
    }

    private static List<KeyName> names(RandomGenerator random, int count) {
        var names = new ArrayList<KeyName>();
        for (int i = 0; i < count; i++) {
            KeyName.Kind kind = random.nextBoolean() ? KeyName.Kind.ED25519 : KeyName.Kind.HYBRID;
            names.add(new KeyName(kind, bytes(random, 32)));
        }
        return names;
    }

    private static List<ChangeSignature> signatures(RandomGenerator random) {
        byte[] text = {1, 2, 3};
        return switch (random.nextInt(8)) {
            case 0 -> List.of(ChangeSignature.of(text, HYBRID), ChangeSignature.of(text, KEY));
            case 1 -> List.of(ChangeSignature.of(text, KEY));
            default -> List.of();
        };
    }

    private static Bytes bytes(RandomGenerator random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }
}
