package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            var model = new Model();
            var state = new ChainState(CHAIN);
            var genesis = new Genesis(Genesis.of(CHAIN).trust(), List.of(ROOT), Retention.ALL);
            apply(state, List.of(genesis.event()));
            int rows = 2 + random.nextInt(7);
            for (int i = 0; i < size; i++) {
                List<Event> events = events(random, rows);
                Set<KeyName> keys = keys(random);

                List<Outcome.Reason> reasons = new Rules(state, backing(keys)).check(events);

                reasons.forEach(reason -> seen.add(reason.getClass()));
                Model next = model.after(events, keys);
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
                List<Event> events = events(random, 6);
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

    /// The rows and who may write them. Never changed once made.
    private record Model(Map<RowKey, Row> rows) {

        private record Row(@Nullable RowKey parent, @Nullable Place place, Authority.Write rule) {}

        Model() {
            this(Map.of());
        }

        /// The rows after `events`, or null when the holders of `keys` may not do that.
        @Nullable Model after(List<Event> events, Set<KeyName> keys) {
            Model now = this;
            var seen = new HashSet<RowKey>();
            for (Event event : events) {
                if (!seen.add(event.key()) || !now.allows(event, keys)) {
                    return null;
                }
                var rows = new HashMap<>(now.rows);
                switch (event) {
                    case Event.Tombstone(RowKey key) -> rows.remove(key);
                    case Event.Put put -> rows.put(put.key(), row(put));
                }
                now = new Model(rows);
            }
            return now;
        }

        private static Row row(Event.Put put) {
            Place place = put.place();
            return new Row(place == null ? null : place.parent(), place, put.authority().write());
        }

        private boolean allows(Event event, Set<KeyName> keys) {
            return switch (event) {
                case Event.Tombstone(RowKey key) -> may(key, keys);
                case Event.Put put -> {
                    Row now = rows.get(put.key());
                    boolean own = now != null ? may(put.key(), keys) : mayPutBack(put.key(), keys);
                    boolean stays = now != null && Objects.equals(now.place(), put.place());
                    yield own && (stays || mayPlace(put, keys));
                }
            };
        }

        private boolean mayPutBack(RowKey key, Set<KeyName> keys) {
            return rows.values().stream().noneMatch(row -> key.equals(row.parent()))
                    || keys.contains(ROOT);
        }

        private boolean mayPlace(Event.Put put, Set<KeyName> keys) {
            Place place = put.place();
            return place == null
                    ? keys.contains(ROOT)
                    : rows.containsKey(place.parent())
                            && !above(place.parent()).contains(put.key())
                            && may(place.parent(), keys);
        }

        /// The row and all that it is under.
        private List<RowKey> above(RowKey key) {
            var all = new ArrayList<RowKey>();
            for (RowKey at = key; at != null; at = rows.containsKey(at) ? up(at) : null) {
                all.add(at);
            }
            return all;
        }

        private @Nullable RowKey up(RowKey key) {
            return Objects.requireNonNull(rows.get(key)).parent();
        }

        private boolean may(RowKey key, Set<KeyName> keys) {
            Row row = rows.get(key);
            return row == null
                    ? keys.contains(ROOT)
                    : switch (row.rule()) {
                        case Authority.Write.Everyone() -> true;
                        case Authority.Write.Nobody() -> false;
                        case Authority.Write.AnyOf(var any) ->
                                any.stream().anyMatch(keys::contains);
                        case Authority.Write.Inherit() ->
                                row.parent() == null
                                        ? keys.contains(ROOT)
                                        : may(row.parent(), keys);
                    };
        }
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

    private static List<Event> events(RandomGenerator random, int rows) {
        var events = new ArrayList<Event>();
        int count = 1 + random.nextInt(3) * random.nextInt(2);
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(rows);
            Long parent = random.nextInt(4) == 0 ? null : (long) random.nextInt(rows);
            events.add(
                    random.nextInt(4) == 0
                            ? new Event.Tombstone(row(key))
                            : put(key, parent, authority(random)));
        }
        return events;
    }

    private static Authority authority(RandomGenerator random) {
        Authority.Write write =
                switch (random.nextInt(12)) {
                    case 0 -> new Authority.Write.Everyone();
                    case 1 -> random.nextInt(4) == 0 ? new Authority.Write.Nobody() : any(random);
                    case 2, 3, 4 -> any(random);
                    default -> new Authority.Write.Inherit();
                };
        return new Authority(new Authority.Read.Inherit(), write);
    }

    private static Authority.Write any(RandomGenerator random) {
        return new Authority.Write.AnyOf(
                NAMES.get(random.nextInt(NAMES.size())), NAMES.get(random.nextInt(NAMES.size())));
    }

    private static Event put(long row, @Nullable Long parent, Authority rules) {
        Place place = parent == null ? null : new Place(row(parent), 0);
        return new Event.Put(row(row), place, "t", Bytes.EMPTY, Encoding.PLAIN, rules);
    }

    private static RowKey row(long number) {
        return new RowKey(9, number);
    }

    private static KeyName name(int number) {
        var value = new byte[32];
        value[0] = (byte) number;
        return new KeyName(KeyName.Kind.ED25519, Bytes.owning(value));
    }
}
