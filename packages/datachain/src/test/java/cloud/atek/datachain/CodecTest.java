package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CodecTest {

    private static final SigningKey KEY = SigningKey.random();

    @Test
    void everyCommitIsReadAsItWasWritten() {
        Seeds.forAll((random, size) -> {
            Commit commit = commit(random, size);

            CommitCodec.Written written = CommitCodec.write(commit, KEY);
            SignedCommit read = CommitCodec.read(written.bytes());

            assertThat(read.commit()).isEqualTo(commit);
            assertThat(read.hash()).isEqualTo(written.hash());
            assertThat(read.signedBy(KEY.verifyKey())).isTrue();
            assertThat((long) written.bytes().size()).isEqualTo(CommitCodec.size(commit.events()));
        });
    }

    @Test
    void mutatedCommitIsRefusedOrItsSignatureIsBad() {
        Seeds.forAll((random, size) -> {
            byte[] bytes = CommitCodec.write(commit(random, 1 + size % 5), KEY).bytes().toArray();
            for (int i = 0; i < 50; i++) {
                byte[] mutant = mutate(bytes, random);
                try {
                    SignedCommit read = CommitCodec.read(Bytes.owning(mutant));
                    assertThat(i > 3 || !read.signedBy(KEY.verifyKey())).isTrue();
                } catch (MalformedCommitException e) {
                    assertThat(e).hasMessageNotContaining("Exception");
                }
            }
        });
    }

    @Test
    void unknownFieldsBelow128AreRefusedAndOthersPassedOver() {
        byte[] bytes =
                CommitCodec.write(commit(List.of(new Event.Tombstone(new RowKey(1, 2)))), KEY)
                        .bytes()
                        .toArray();
        byte[] known = withField(bytes, 100);
        byte[] passed = withField(bytes, 200);

        assertThat(CommitCodec.read(Bytes.owning(passed)).commit().events())
                .containsExactly(new Event.Tombstone(new RowKey(1, 2)));
        assertThatThrownBy(() -> CommitCodec.read(Bytes.owning(known)))
                .isInstanceOf(MalformedCommitException.class)
                .hasMessage("a field we do not know, 100");
    }

    /// The one event of `commit`, with an empty field of `tag` behind its others.
    private static byte[] withField(byte[] commit, int tag) {
        int eventEnd = 86 + EventCodec.BYTES_MIN;
        var longer = new byte[commit.length + 5];
        System.arraycopy(commit, 0, longer, 0, eventEnd);
        longer[eventEnd] = (byte) tag;
        System.arraycopy(commit, eventEnd, longer, eventEnd + 5, commit.length - eventEnd);
        longer[89] = (byte) (longer[89] + 5);
        return longer;
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        byte[] mutant = bytes.clone();
        int at = random.nextInt(mutant.length);
        mutant[at] ^= (byte) (1 << random.nextInt(8));
        if (random.nextInt(4) == 0) {
            return java.util.Arrays.copyOf(mutant, random.nextInt(mutant.length));
        }
        return mutant;
    }

    private static Commit commit(RandomGenerator random, int size) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < size; i++) {
            var key = new RowKey(random.nextLong(), random.nextLong());
            var body = new byte[random.nextInt(100)];
            random.nextBytes(body);
            Place place = random.nextBoolean() ? null : new Place(key, random.nextLong());
            events.add(
                    random.nextInt(4) == 0
                            ? new Event.Tombstone(key)
                            : new Event.Put(key, place, "type-ü", Bytes.owning(body)));
        }
        return commit(events);
    }

    private static Commit commit(List<Event> events) {
        return new Commit(
                7,
                Instant.ofEpochMilli(1_700_000_000_123L),
                Hash.of(new byte[] {1}),
                KEY.verifyKey().value(),
                events);
    }
}
