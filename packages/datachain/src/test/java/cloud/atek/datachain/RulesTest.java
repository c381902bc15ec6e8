package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [Rules] against a model that says the same in the plainest way, on random trees of rows.
class RulesTest {

    private static final VerifyKey CHAIN = SigningKey.random().verifyKey();
    private static final List<KeyName> NAMES = List.of(name(0), name(1), name(2), name(3));
    private static final KeyName ROOT = NAMES.getFirst();

    @Test
    void agreeWithTheModel() {
        var seen = new HashSet<Class<?>>();
        Seeds.forAll((random, size) -> {
            var model = new RulesModel(ROOT);
            var state = new ChainState(CHAIN);
            var genesis = new Genesis(Genesis.of(CHAIN).trust(), List.of(ROOT), Retention.ALL);
            apply(state, List.of(genesis.event()));
            int rows = 2 + random.nextInt(7);
            for (int i = 0; i < size; i++) {
                List<Event> events = events(random, rows, NAMES);
                Set<KeyName> keys = keys(random);

                List<Outcome.Reason> reasons = new Rules(state, backing(keys)).check(events);

                reasons.forEach(reason -> seen.add(reason.getClass()));
                RulesModel next = model.after(events, keys);
                assertThat(reasons.isEmpty()).as("%s by %s", events, keys).isEqualTo(next != null);
                if (next != null) {
                    apply(state, events);
                    model = next;
                }
            }
        });
        assertThat(seen)
                .contains(
                        Outcome.Reason.Unauthorized.class,
                        Outcome.Reason.MissingParent.class,
                        Outcome.Reason.Cycle.class,
                        Outcome.Reason.Twice.class);
    }

    /// Whatever others do: what was put under a rule of one key stays as its holder left it.
    @Test
    void nobodyReachesARowWithoutItsKeyWhateverHeTries() {
        Seeds.forAll((random, size) -> {
            var state = new ChainState(CHAIN);
            var genesis = new Genesis(Genesis.of(CHAIN).trust(), List.of(ROOT), Retention.ALL);
            KeyName mine = NAMES.get(1);
            var rules =
                    new Authority(new Authority.Read.Inherit(), new Authority.Write.AnyOf(mine));
            apply(state, List.of(genesis.event(), put(0, null, rules)));
            apply(state, List.of(put(1, 0L, Authority.INHERIT), put(2, 1L, Authority.INHERIT)));
            long before = state.sequence();
            for (int i = 0; i < size * 3; i++) {
                List<Event> events = events(random, 6, NAMES);
                Set<KeyName> others = new HashSet<>(keys(random));
                others.remove(mine);
                if (new Rules(state, backing(others)).check(events).isEmpty()) {
                    apply(state, events);
                }
                for (int row = 0; row < 3; row++) {
                    assertThat(state.sequenceOf(row(row))).isBetween(1L, before);
                }
            }
        });
    }

    private static void apply(ChainState state, List<Event> events) {
        long sequence = state.sequence() + 1;
        var draft =
                new CommitCodec.Draft(sequence, Instant.EPOCH, state.hash(), Origin.NOBODY, events);
        state.apply(draft, Hash.ZERO);
    }

    private static Backing backing(Set<KeyName> keys) {
        return new Backing(Origin.NOBODY, List.of(), keys, false, List.of());
    }

    private static Set<KeyName> keys(RandomGenerator random) {
        var keys = new HashSet<KeyName>();
        for (KeyName name : NAMES) {
            if (random.nextInt(3) == 0) {
                keys.add(name);
            }
        }
        return keys;
    }

    static List<Event> events(RandomGenerator random, int rows, List<KeyName> names) {
        var events = new ArrayList<Event>();
        int count = 1 + random.nextInt(3) * random.nextInt(2);
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(rows);
            Long parent = random.nextInt(4) == 0 ? null : (long) random.nextInt(rows);
            events.add(
                    random.nextInt(4) == 0
                            ? new Event.Tombstone(row(key))
                            : put(key, parent, authority(random, names)));
        }
        return events;
    }

    private static Authority authority(RandomGenerator random, List<KeyName> names) {
        Authority.Write write =
                switch (random.nextInt(12)) {
                    case 0 -> new Authority.Write.Everyone();
                    case 1 ->
                            random.nextInt(4) == 0
                                    ? new Authority.Write.Nobody()
                                    : any(random, names);
                    case 2, 3, 4 -> any(random, names);
                    default -> new Authority.Write.Inherit();
                };
        return new Authority(new Authority.Read.Inherit(), write);
    }

    private static Authority.Write any(RandomGenerator random, List<KeyName> names) {
        return new Authority.Write.AnyOf(
                names.get(random.nextInt(names.size())), names.get(random.nextInt(names.size())));
    }

    private static Event put(long row, @Nullable Long parent, Authority rules) {
        Place place = parent == null ? null : new Place(row(parent), 0);
        return new Event.Put(row(row), place, "t", Bytes.EMPTY, Encoding.PLAIN, rules);
    }

    static RowKey row(long number) {
        return new RowKey(9, number);
    }

    private static KeyName name(int number) {
        var value = new byte[32];
        value[0] = (byte) number;
        return new KeyName(KeyName.Kind.ED25519, Bytes.owning(value));
    }
}
