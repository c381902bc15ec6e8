package cloud.atek.datachain.live;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A reader who keeps a copy of all rows of a chain by its news, beside one who looks.
final class FollowerModel {

    private static final int ROWS = 8;

    private final LiveStand stand;
    private final RandomGenerator random;
    private Map<RowKey, Event.Put> copy = new HashMap<>();
    private Subscription subscription;

    FollowerModel(LiveStand stand, RandomGenerator random) {
        this.stand = stand;
        this.random = random;
        this.subscription = new Subscription(stand.chain, 1, Filter.ALL);
    }

    void run(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> stand.commit(LiveStand.put(random.nextInt(ROWS), "x" + i));
                case 4, 5 -> remove(random.nextInt(ROWS));
                case 6, 7, 8 -> hear();
                case 9 -> stand.clock.advance(CompactionSettings.TOMBSTONES.dividedBy(2));
                case 10 -> stand.chain.compact();
                default -> comeBack();
            }
        }
        while (!(hear() instanceof News.Quiet)) {}
        try (Snapshot now = stand.chain.snapshot()) {
            assertThat(copy).isEqualTo(rows(now));
        }
        subscription.close();
    }

    private void remove(long row) throws IOException {
        stand.commit(new Event.Tombstone(LiveStand.row(row)));
    }

    private News hear() throws IOException {
        News news = subscription.next(Duration.ZERO);
        switch (news) {
            case News.Changed changed -> changed.events().forEach(this::apply);
            case News.Resync _ -> takeAnew();
            case News.Quiet _ -> {}
            case News other -> throw new AssertionError("heard " + other);
        }
        return news;
    }

    private void apply(Event event) {
        switch (event) {
            case Event.Put put -> copy.put(put.key(), put);
            case Event.Tombstone(RowKey key) -> copy.remove(key);
        }
    }

    private void takeAnew() throws IOException {
        subscription.close();
        try (Snapshot now = stand.chain.snapshot()) {
            copy = rows(now);
            subscription = new Subscription(stand.chain, now.sequence() + 1, Filter.ALL);
        }
    }

    private void comeBack() throws IOException {
        subscription.close();
        stand.reopen();
        subscription = new Subscription(stand.chain, subscription.position(), Filter.ALL);
    }

    private static Map<RowKey, Event.Put> rows(Snapshot snapshot) throws IOException {
        var rows = new HashMap<RowKey, Event.Put>();
        for (Snapshot.Row row : snapshot.rows().toList()) {
            rows.put(row.key(), snapshot.load(row.key()).orElseThrow());
        }
        return rows;
    }
}
