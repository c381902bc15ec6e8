package cloud.atek.datachain.readers;

import static cloud.atek.datachain.readers.People.ANN;
import static cloud.atek.datachain.readers.People.BOB;
import static cloud.atek.datachain.readers.People.CAT;
import static cloud.atek.datachain.readers.People.CHAIN;
import static cloud.atek.datachain.readers.People.GROUP;
import static cloud.atek.datachain.readers.People.done;
import static cloud.atek.datachain.readers.People.family;
import static cloud.atek.datachain.readers.People.good;
import static cloud.atek.datachain.readers.People.newcomer;
import static cloud.atek.datachain.readers.People.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.RowKey;
import cloud.atek.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadersTest {

    /// Who was removed, with the keys he took along.
    private record Gone(ReadKeys had, int known) {}

    private final Readers family = family(GROUP);

    @Test
    void everyMemberOpensTheSameKey() {
        ReadKey anns = good(family.open(ANN)).current();
        ReadKey bobs = good(family.open(BOB)).current();

        assertThat(anns).isEqualTo(bobs);
        assertThat(anns.id()).isEqualTo(family.current());
        assertThat(reason(family.open(CAT))).isEqualTo(Reading.Reason.NOT_A_MEMBER);
    }

    @Test
    void newcomerGetsTheOldKeysToo() {
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        Readers three = done(rotated.add(good(rotated.open(BOB)), newcomer(CAT, "Cat")));

        ReadKeys cats = good(three.open(CAT));

        assertThat(three.current()).isEqualTo(rotated.current()).isNotEqualTo(family.current());
        assertThat(good(cats.find(family.current()))).isEqualTo(good(family.open(ANN)).current());
        assertThat(cats.holds(family.current())).isTrue();
    }

    @Test
    void removedMemberKeepsWhatHeHadAndGetsNothingNew() {
        ReadKeys bobs = good(family.open(BOB));

        Readers without = done(family.remove(good(family.open(ANN)), BOB.recipient().id()));

        assertThat(reason(without.open(BOB))).isEqualTo(Reading.Reason.NOT_A_MEMBER);
        assertThat(bobs.holds(without.current())).isFalse();
        assertThat(reason(bobs.find(without.current()))).isEqualTo(Reading.Reason.UNKNOWN_KEY);
        assertThat(bobs.find(family.current())).isInstanceOf(Reading.Good.class);
        assertThat(good(good(without.open(ANN)).find(family.current()))).isEqualTo(bobs.current());
        // Neither with his own key nor with the read key that he had.
        Bytes wrapped = without.older().getFirst().wrapped();
        assertThat(bobs.current().unwrapReadKey(wrapped.toArray()).toString())
                .contains("WRONG_KEY");
    }

    @Test
    void keyMovedToAnotherGroupDoesNotOpen() {
        Readers elsewhere =
                new Readers(
                        new GroupId(CHAIN, new RowKey(8, 8)),
                        family.current(),
                        family.members(),
                        List.of());
        Readers otherChain =
                new Readers(
                        new GroupId(SigningKey.random().verifyKey(), GROUP.row()),
                        family.current(),
                        family.members(),
                        List.of());
        Readers otherKey = new Readers(GROUP, ReadKey.random().id(), family.members(), List.of());

        assertThat(reason(elsewhere.open(ANN))).isEqualTo(Reading.Reason.FOREIGN_GROUP);
        assertThat(reason(otherChain.open(ANN))).isEqualTo(Reading.Reason.FOREIGN_GROUP);
        assertThat(reason(otherKey.open(ANN))).isEqualTo(Reading.Reason.FOREIGN_GROUP);
    }

    @Test
    void damagedKeysDoNotOpenAndDoNotRotate() {
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        Member ann = rotated.members().getFirst();
        var mutant = new Member(ann.recipient(), "Ann", flipped(ann.wrapped(), 1189));
        Readers damaged = new Readers(GROUP, rotated.current(), List.of(mutant), rotated.older());
        OlderKey first = rotated.older().getFirst();
        Readers lost =
                new Readers(
                        GROUP,
                        rotated.current(),
                        rotated.members(),
                        List.of(new OlderKey(first.id(), flipped(first.wrapped(), 57))));
        Readers renamed =
                new Readers(
                        GROUP,
                        rotated.current(),
                        rotated.members(),
                        List.of(new OlderKey(ReadKey.random().id(), first.wrapped())));

        assertThat(reason(damaged.open(ANN))).isEqualTo(Reading.Reason.DAMAGED);
        assertThat(reason(good(lost.open(ANN)).find(first.id()))).isEqualTo(Reading.Reason.DAMAGED);
        assertThat(reason(good(renamed.open(ANN)).find(renamed.older().getFirst().id())))
                .isEqualTo(Reading.Reason.WRONG_KEY);
        assertThat(reason(lost.rotate(good(lost.open(ANN))))).isEqualTo(Regrouped.Reason.DAMAGED);
    }

    @Test
    void keyThatIsNotTheOneNamedDoesNotOpen() {
        ReadKey other = ReadKey.random();
        byte[] wrapped = ANN.recipient().wrap(other, GROUP.context(family.current()));
        var member = new Member(ANN.recipient(), "Ann", Bytes.owning(wrapped));

        Readers liar = new Readers(GROUP, family.current(), List.of(member), List.of());

        assertThat(reason(liar.open(ANN))).isEqualTo(Reading.Reason.WRONG_KEY);
    }

    @Test
    void everyImpossibleChangeHasItsReason() {
        ReadKeys anns = good(family.open(ANN));
        Readers alone = done(family.remove(anns, BOB.recipient().id()));
        ReadKeys foreign = good(family(new GroupId(CHAIN, new RowKey(8, 8))).open(ANN));

        assertThat(reason(Readers.create(GROUP, List.of())))
                .isEqualTo(Regrouped.Reason.NO_MEMBER_LEFT);
        assertThat(reason(family.add(anns, newcomer(BOB, "Bobby"))))
                .isEqualTo(Regrouped.Reason.ALREADY_A_MEMBER);
        assertThat(reason(family.add(anns, newcomer(CAT, "Bob"))))
                .isEqualTo(Regrouped.Reason.LABEL_TAKEN);
        assertThat(reason(family.remove(anns, CAT.recipient().id())))
                .isEqualTo(Regrouped.Reason.NOT_A_MEMBER);
        assertThat(reason(alone.remove(good(alone.open(ANN)), ANN.recipient().id())))
                .isEqualTo(Regrouped.Reason.NO_MEMBER_LEFT);
        assertThat(reason(alone.rotate(anns))).isEqualTo(Regrouped.Reason.STALE_KEYS);
        assertThat(reason(family.rotate(foreign))).isEqualTo(Regrouped.Reason.STALE_KEYS);
        assertThat(reason(family.add(foreign, newcomer(CAT, "Cat"))))
                .isEqualTo(Regrouped.Reason.STALE_KEYS);
        assertThat(reason(Readers.create(GROUP, List.of(newcomer(ANN, "a"), newcomer(ANN, "b")))))
                .isEqualTo(Regrouped.Reason.ALREADY_A_MEMBER);
    }

    @Test
    void labelsAreText() {
        for (String label :
                List.of("", "x".repeat(129), "é".repeat(65), "a\nb", "\u001b[1m", "\ud800")) {
            assertThatThrownBy(() -> newcomer(ANN, label))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(newcomer(ANN, "é".repeat(64)).label()).hasSize(64);
    }

    @Test
    void fullGroupIsHalfOfAnEventAndTakesNoMore() {
        List<Newcomer> many =
                IntStream.range(0, ReaderLimits.MEMBERS_MAX)
                        .mapToObj(i -> newcomer(RecipientKey.random(), "%0128d".formatted(i)))
                        .toList();
        var more = new ArrayList<>(many);
        more.add(newcomer(CAT, "Cat"));

        Readers full = withOlder(done(Readers.create(GROUP, many)), ReaderLimits.OLDER_MAX);

        assertThat(full.body().size()).isEqualTo(ReaderLimits.BODY_BYTES_MAX).isLessThan(4 << 20);
        assertThat(Readers.read(GROUP, full.body())).isEqualTo(full);
        assertThat(reason(Readers.create(GROUP, more)))
                .isEqualTo(Regrouped.Reason.TOO_MANY_MEMBERS);
    }

    @Test
    void groupRotatedTooOftenSaysSo() {
        Readers old = withOlder(family, ReaderLimits.OLDER_MAX);

        assertThat(reason(old.rotate(good(old.open(ANN)))))
                .isEqualTo(Regrouped.Reason.TOO_MANY_KEYS);
        assertThatThrownBy(() -> withOlder(family, ReaderLimits.OLDER_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closedKeysAreWiped() {
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        ReadKeys keys = good(rotated.open(ANN));
        ReadKey current = keys.current();
        ReadKey older = good(keys.find(family.current()));

        keys.close();
        keys.close();

        assertThatThrownBy(keys::current).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.find(family.current()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(current::secret).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(older::secret).isInstanceOf(IllegalStateException.class);
    }

    /// Whatever happens to a group, its members open all keys that it ever had, and who left opens
    /// none that came after.
    @Test
    void membersOpenEverythingAndOthersNothingNew() {
        RecipientKey[] people = {ANN, BOB, CAT, RecipientKey.random()};
        Seeds.forAll((random, size) -> {
            Readers group = family(GROUP);
            Set<RecipientKey> members = new HashSet<>(Set.of(ANN, BOB));
            List<KeyId> keys = new ArrayList<>(List.of(group.current()));
            Map<RecipientKey, Gone> gone = new HashMap<>();
            for (int step = 0; step < 1 + size % 8; step++) {
                RecipientKey who = people[random.nextInt(people.length)];
                ReadKeys held = good(group.open(members.iterator().next()));
                if (!members.contains(who)) {
                    group = done(group.add(held, newcomer(who, who.recipient().id().toString())));
                    members.add(who);
                    gone.remove(who);
                } else if (members.size() > 1 && random.nextBoolean()) {
                    gone.put(who, new Gone(good(group.open(who)), keys.size()));
                    group = done(group.remove(held, who.recipient().id()));
                    members.remove(who);
                    keys.add(group.current());
                } else {
                    group = done(group.rotate(held));
                    keys.add(group.current());
                }
                group = Readers.read(GROUP, group.body());
            }
            for (RecipientKey member : members) {
                ReadKeys opened = good(group.open(member));
                assertThat(keys).allMatch(key -> good(opened.find(key)).id().equals(key));
            }
            for (Gone one : gone.values()) {
                int known = one.known();
                assertThat(keys.subList(0, known)).allMatch(one.had()::holds);
                assertThat(keys.subList(known, keys.size())).noneMatch(one.had()::holds);
            }
        });
    }

    @Test
    void mutatedGroupIsRefusedOrIsWrittenAsItWasRead() {
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        byte[] bytes = rotated.body().toArray();
        Seeds.forAll((random, size) -> {
            for (int i = 0; i < 20; i++) {
                Bytes mutant = Bytes.owning(mutate(bytes, random));
                try {
                    Readers read = Readers.read(GROUP, mutant);
                    assertThat(read.body()).isEqualTo(mutant);
                } catch (MalformedReadersException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception");
                }
            }
        });
    }

    @Test
    void everyCutGroupIsRefused() {
        byte[] bytes = family.body().toArray();
        for (int size = 0; size < bytes.length; size += size < 64 ? 1 : 97) {
            Bytes cut = Bytes.owning(Arrays.copyOf(bytes, size));
            assertThatThrownBy(() -> Readers.read(GROUP, cut))
                    .isInstanceOf(MalformedReadersException.class);
        }
        assertThatThrownBy(() ->
                        Readers.read(GROUP, Bytes.owning(Arrays.copyOf(bytes, bytes.length + 1))))
                .isInstanceOf(MalformedReadersException.class)
                .hasMessageContaining("too many");
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        int size = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        byte[] mutant = Arrays.copyOf(bytes, size);
        for (int i = random.nextInt(4); i >= 0 && size > 0; i--) {
            int at =
                    random.nextBoolean()
                            ? random.nextInt(size)
                            : random.nextInt(Math.min(24, size));
            mutant[at] = (byte) random.nextInt();
        }
        return mutant;
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] raw = bytes.toArray();
        raw[at] ^= 1;
        return Bytes.owning(raw);
    }

    /// With keys that nobody has, well formed.
    private static Readers withOlder(Readers group, int count) {
        byte[] wrapped = ReadKey.random().wrap(ReadKey.random());
        System.arraycopy(group.current().value().toArray(), 0, wrapped, 2, KeyId.BYTES);
        List<OlderKey> older =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                new OlderKey(
                                        new KeyId(Bytes.owning(new RowKey(9, i).toArray())),
                                        Bytes.owning(wrapped)))
                        .toList();
        return new Readers(group.group(), group.current(), group.members(), older);
    }
}
