package cloud.atek.datachain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowTableTest {

    private static final int ROWS = 200_000;

    @Test
    void agreesWithTheModelAfterEveryEvent() {
        Seeds.forAll((random, size) -> {
            var table = new RowTable();
            var model = new RowModel(size);
            for (int i = 1; i <= 2 * size; i++) {
                step(table, model, random, i);
                if (random.nextInt(4) == 0) {
                    model.requireSame(table);
                }
            }
            model.requireSame(table);
        });
    }

    @Test
    void snapshotStaysAsItWas() {
        Seeds.forAll((random, size) -> {
            var table = new RowTable();
            var model = new RowModel(size);
            var open = new LinkedHashMap<RowSnapshot, RowModel>();
            for (int i = 1; i <= 2 * size; i++) {
                step(table, model, random, i);
                if (random.nextInt(8) == 0) {
                    open.put(table.snapshot(i), model.copy());
                }
                if (!open.isEmpty() && random.nextInt(4) == 0) {
                    model.requireSameRows(table);
                    RowSnapshot any =
                            new ArrayList<>(open.keySet()).get(random.nextInt(open.size()));
                    requireNonNull(open.get(any)).requireSameRows(any);
                    if (random.nextBoolean()) {
                        open.remove(any);
                        any.close();
                    }
                }
            }
            open.forEach((snapshot, then) -> then.requireSameRows(snapshot));
            open.keySet().forEach(RowSnapshot::close);
            model.requireSame(table);
            assertThat(table.overlaid()).isZero();
            assertThat(table.oldestSnapshot()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void newRowsCostASnapshotNothing() {
        var table = new RowTable();
        try (RowSnapshot empty = table.snapshot(0)) {
            for (int i = 1; i <= 1000; i++) {
                table.apply(put(new RowKey(0, i), null), i);
                table.apply(put(new RowKey(0, i), new Place(new RowKey(0, 1), i)), i);
            }

            assertThat(table.overlaid()).isZero();
            assertThat(empty.children(null, null, 1)).isEmpty();
        }
    }

    @Test
    void closedSnapshotLeavesNothing() {
        var table = new RowTable();
        table.apply(put(new RowKey(0, 0), null), 1);
        for (int i = 2; i < 50_000; i++) {
            try (RowSnapshot snapshot = table.snapshot(i)) {
                table.apply(put(new RowKey(0, 0), new Place(new RowKey(0, i), i)), i + 1);
                assertThat(snapshot.sequenceOf(new RowKey(0, 0))).isEqualTo(i == 2 ? 1 : i);
            }
        }

        assertThat(table.overlaid()).isZero();
        assertThat(table.bytes()).isLessThan(8_000);
    }

    /// It would take minutes if each reader of the head passed over all that was taken before.
    @Test
    void queueIsEmptiedUnderASnapshot() {
        var table = new RowTable();
        var queue = new Place(new RowKey(7, 7), 0);
        for (int i = 1; i <= ROWS; i++) {
            table.apply(put(new RowKey(0, i), queue), i);
        }
        try (RowSnapshot snapshot = table.snapshot(ROWS)) {
            for (int i = 1; i <= ROWS; i++) {
                RowKey head = table.children(queue, null, 1).getFirst().key();
                table.apply(new Event.Tombstone(head), ROWS + i);
            }

            assertThat(table.children(queue, null, 1)).isEmpty();
            assertThat(snapshot.children(queue, null, ROWS)).hasSize(ROWS);
        }
        table.forgetRemoved(Long.MAX_VALUE);
        assertThat(table.size()).isZero();
    }

    @Test
    void snapshotOfThePastIsRefused() {
        var table = new RowTable();
        table.apply(put(new RowKey(0, 1), null), 7);

        assertThatThrownBy(() -> table.snapshot(6)).isInstanceOf(IllegalArgumentException.class);
        table.snapshot(7).close();
    }

    @Test
    void commitThatASnapshotHasSeenIsRefused() {
        var table = new RowTable();
        RowSnapshot snapshot = table.snapshot(7);

        assertThatThrownBy(() -> table.apply(put(new RowKey(0, 1), null), 7))
                .isInstanceOf(IllegalArgumentException.class);
        snapshot.close();
        assertThatThrownBy(() -> snapshot.find(new RowKey(0, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void emptyPlaceIsForgotten() {
        var table = new RowTable();
        var one = new RowKey(0, 1);
        for (int i = 1; i < 100_000; i++) {
            table.apply(put(one, new Place(new RowKey(0, i), i)), i);
        }

        assertThat(table.bytes()).isLessThan(8_000);
    }

    @Test
    void forgottenRowsMakeRoomForOthers() {
        var table = new RowTable();
        for (int i = 1; i < 100_000; i++) {
            table.apply(put(new RowKey(0, i), null), i);
            table.apply(new Event.Tombstone(new RowKey(0, i)), i);
            table.forgetRemoved(i + 1);
        }

        assertThat(table.bytes()).isLessThan(8_000);
    }

    @Test
    void rowTakesAtMost64Bytes() {
        var table = new RowTable();
        for (int i = 1; i <= ROWS; i++) {
            table.apply(put(RowKey.random(), new Place(new RowKey(0, i % 1000), 0)), i);
        }

        assertThat(table.bytes() / (double) ROWS).isLessThan(64);
    }

    static Event put(RowKey key, @Nullable Place place) {
        return new Event.Put(key, place, "t", Bytes.EMPTY);
    }

    private static void step(RowTable table, RowModel model, RandomGenerator random, int i) {
        if (random.nextInt(20) == 0) {
            long before = random.nextLong(i + 1);
            table.forgetRemoved(before);
            model.forgetRemoved(before);
        } else {
            Event event = model.randomEvent(random);
            table.apply(event, i);
            model.apply(event, i);
        }
    }
}
