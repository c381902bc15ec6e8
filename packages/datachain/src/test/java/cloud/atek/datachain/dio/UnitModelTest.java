package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two units of work at a time, against maps that are copied whole.
class UnitModelTest {

    private static final RowFormat<String> TEXT = RowFormat.text("text");
    private static final int ROWS = 6;

    /// @param version tells two commits of the same text apart
    private record Row(String text, @Nullable Place place, int version) {}

    /// A unit of work, what the chain was when it began, and what it should see now.
    private static final class Side {
        private final DioMut unit;
        private Map<RowKey, Row> base;
        private Map<RowKey, Row> seen;

        /// What the chain had when the unit first wrote the row.
        private final Map<RowKey, Optional<Row>> written = new LinkedHashMap<>();

        Side(DioMut unit, Map<RowKey, Row> chain) {
            this.unit = unit;
            this.base = new LinkedHashMap<>(chain);
            this.seen = new LinkedHashMap<>(chain);
        }
    }

    @Test
    void unitsAgreeWithTheModelThroughCommitsRefusalsAndRetries() {
        Seeds.forAll((random, size) -> {
            try (Chain chain = TestChains.create();
                    Session session = Session.owner(chain)) {
                new Run(session, random).steps(Math.min(size, 60));
            }
        });
    }

    private static final class Run {
        private final Session session;
        private final RandomGenerator random;
        private final Map<RowKey, Row> chain = new LinkedHashMap<>();
        private final List<Side> sides = new ArrayList<>();
        private int version;

        Run(Session session, RandomGenerator random) {
            this.session = session;
            this.random = random;
        }

        void steps(int count) throws IOException {
            for (int i = 0; i < 2; i++) {
                sides.add(new Side(session.write(), chain));
            }
            for (int i = 0; i < count; i++) {
                int number = random.nextInt(2);
                Side side = sides.get(number);
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> store(side, "text " + i);
                    case 4, 5 -> delete(side);
                    case 6 -> forget(side);
                    case 7 -> refresh(side);
                    default -> commit(number);
                }
                requireSame(sides.get(number));
            }
            for (Side side : sides) {
                side.unit.close();
            }
            try (Dio dio = session.read()) {
                requireSame(dio, chain);
            }
        }

        private void store(Side side, String text) {
            RowKey key = key();
            // Places of one level under a row that is always at the top: so nothing is a cycle.
            Place place = key.low() == 0 || !side.seen.containsKey(row(0)) ? null : place();
            Row now = side.seen.get(key);
            if (now != null && random.nextBoolean()) {
                place = now.place();
                text = now.text();
            }
            side.unit.storeAt(key, place, TEXT, text);
            write(side, key);
            side.seen.put(key, new Row(text, place, ++version));
        }

        private void delete(Side side) {
            RowKey key = key();
            if (key.low() == 0) {
                return;
            }
            boolean there = side.seen.containsKey(key);
            assertThat(side.unit.delete(key)).isEqualTo(there);
            if (there) {
                write(side, key);
                side.seen.remove(key);
            }
            if (there && !side.base.containsKey(key) && expected(side, key) == null) {
                side.written.remove(key);
            }
        }

        private static void write(Side side, RowKey key) {
            side.written.putIfAbsent(key, Optional.ofNullable(side.base.get(key)));
        }

        private void forget(Side side) {
            RowKey key = key();
            if (key.low() != 0) {
                side.unit.forget(key);
                side.written.remove(key);
                restore(side);
            }
        }

        private void refresh(Side side) throws IOException {
            side.base = new LinkedHashMap<>(chain);
            assertThat(side.unit.refresh()).containsExactlyInAnyOrderElementsOf(stale(side));
            restore(side);
        }

        private void commit(int number) throws IOException {
            Side side = sides.get(number);
            List<RowKey> stale = stale(side);
            List<RowKey> pending = side.unit.pending();
            Outcome outcome = side.unit.commit(Scope.LOCAL);
            if (outcome instanceof Outcome.Refused(var reasons)) {
                assertThat(side.unit.pending()).isEqualTo(pending);
                assertThat(reasons).hasSameSizeAs(stale).isNotEmpty();
                return;
            }
            // A unit that changes nothing is good where it stands.
            assertThat(stale.isEmpty() || same(outcome, side)).isTrue();
            side.unit.close();
            Map<RowKey, Row> after = side.seen;
            if (stale.isEmpty()) {
                side.written.keySet().forEach(key -> take(key, after.get(key)));
            }
            sides.set(number, new Side(session.write(), chain));
        }

        /// A row that is as it was is not written.
        private void take(RowKey key, @Nullable Row after) {
            Row before = chain.get(key);
            if (after == null) {
                chain.remove(key);
            } else if (before == null
                    || !before.text().equals(after.text())
                    || !Objects.equals(before.place(), after.place())) {
                chain.put(key, after);
            }
        }

        /// The rows that others wrote since the unit saw them.
        private List<RowKey> stale(Side side) {
            return side.written.keySet().stream()
                    .filter(key -> version(expected(side, key)) != version(chain.get(key)))
                    .toList();
        }

        private static @Nullable Row expected(Side side, RowKey key) {
            return side.written.getOrDefault(key, Optional.empty()).orElse(null);
        }

        /// What the unit wrote, over what the chain was.
        private static void restore(Side side) {
            Map<RowKey, Row> seen = new LinkedHashMap<>(side.base);
            for (RowKey key : side.written.keySet()) {
                Row own = side.seen.get(key);
                if (own == null) {
                    seen.remove(key);
                } else {
                    seen.put(key, own);
                }
            }
            side.seen = seen;
        }

        private RowKey key() {
            return row(random.nextInt(ROWS));
        }

        private Place place() {
            return new Place(row(0), random.nextInt(2));
        }
    }

    private static int version(@Nullable Row row) {
        return row == null ? 0 : row.version();
    }

    private static boolean same(Outcome outcome, Side side) {
        return outcome instanceof Outcome.Committed done && done.sequence() == side.unit.sequence();
    }

    private static void requireSame(Side side) throws IOException {
        requireSame(side.unit, side.seen);
    }

    private static void requireSame(Dio dio, Map<RowKey, Row> rows) throws IOException {
        for (int i = 0; i < ROWS; i++) {
            Row row = rows.get(row(i));
            assertThat(dio.exists(row(i))).isEqualTo(row != null);
            assertThat(dio.load(row(i), TEXT).present().map(Dao::value))
                    .isEqualTo(Stream.ofNullable(row).map(Row::text).findFirst());
        }
        for (int collection = 0; collection < 2; collection++) {
            var place = new Place(row(0), collection);
            assertThat(dio.children(place)).containsExactlyInAnyOrderElementsOf(in(rows, place));
        }
        assertThat(dio.roots().skip(1)).containsExactlyInAnyOrderElementsOf(in(rows, null));
        assertThat(dio.keys()).hasSize(rows.size() + 1).containsAll(rows.keySet());
    }

    private static List<RowKey> in(Map<RowKey, Row> rows, @Nullable Place place) {
        return rows.entrySet().stream()
                .filter(row -> Objects.equals(row.getValue().place(), place))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static RowKey row(int number) {
        return new RowKey(1, number);
    }
}
