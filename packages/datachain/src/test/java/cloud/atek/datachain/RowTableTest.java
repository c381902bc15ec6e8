package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Seeds;
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
                model.requireSame(table);
            }
        });
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
