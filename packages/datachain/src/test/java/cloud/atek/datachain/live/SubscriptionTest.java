package cloud.atek.datachain.live;

import static cloud.atek.datachain.live.LiveStand.LONG;
import static cloud.atek.datachain.live.LiveStand.PARENT;
import static cloud.atek.datachain.live.LiveStand.PLACE;
import static cloud.atek.datachain.live.LiveStand.put;
import static cloud.atek.datachain.live.LiveStand.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private LiveStand stand;

    @BeforeEach
    void start() throws IOException {
        stand = new LiveStand();
    }

    @AfterEach
    void stop() throws IOException {
        stand.close();
    }

    @Test
    void readerHearsWhatIsThereAndThenWhatComes() throws Exception {
        long first = stand.commit(put(1, "a"));
        try (var subscription = new Subscription(stand.chain, first, Filter.ALL);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(changed(subscription.next(Duration.ZERO)).events())
                    .containsExactly(put(1, "a"));
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Quiet());

            Future<News> waiting = threads.submit(() -> subscription.next(LONG));
            long second = stand.commit(put(2, "b"), put(3, "c"));

            News.Changed heard = changed(waiting.get());
            assertThat(heard.sequence()).isEqualTo(second);
            assertThat(heard.events()).containsExactly(put(2, "b"), put(3, "c"));
            assertThat(subscription.position()).isEqualTo(second + 1);
        }
    }

    @Test
    void eachCommitIsHeardOnceWhileManyWrite() throws Exception {
        int writers = 8;
        long each = 200;
        long from = stand.chain.lastSequence() + 1;
        var heard = new ArrayList<Long>();
        var rows = new HashSet<RowKey>();
        try (var subscription = new Subscription(stand.chain, from, Filter.ALL);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing =
                    LiveStand.start(
                            threads,
                            writers,
                            writer -> {
                                for (int i = 0; i < each; i++) {
                                    stand.commit(put(1_000L * writer + i, "x"));
                                }
                            });
            while (heard.size() < writers * each) {
                switch (subscription.next(LONG)) {
                    case News.Changed news -> {
                        heard.add(news.sequence());
                        news.events().forEach(event -> rows.add(event.key()));
                    }
                    case News.Behind _ -> {}
                    case News other -> throw new AssertionError("heard " + other);
                }
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.range(from, from + writers * each).boxed().toList());
        assertThat(rows).hasSize((int) (writers * each));
    }

    @Test
    void filterLetsThroughWhatBelongsToTheReader() throws IOException {
        var elsewhere = new Place(PARENT, 2);
        var other = new Event.Put(row(9), elsewhere, "test/other", Bytes.EMPTY);
        long from = stand.commit(put(1, "a"), other);
        stand.commit(new Event.Put(row(8), elsewhere, "test/other", Bytes.EMPTY));
        stand.commit(new Event.Tombstone(row(1)));

        assertThat(events(from, Filter.place(PLACE)))
                .containsExactly(put(1, "a"), new Event.Tombstone(row(1)));
        assertThat(events(from, Filter.type("test/other")))
                .hasSize(3)
                .contains(new Event.Tombstone(row(1)));
        assertThat(events(from, Filter.row(row(9)))).containsExactly(other);
        assertThat(events(from, Filter.place(PLACE).and(Filter.row(row(9))))).isEmpty();
    }

    /// A reader who says which rows are his hears that one of them was moved away.
    @Test
    void readerHearsOfHisRowsThatLeave() throws IOException {
        long from = stand.commit(put(1, "a"));
        var moved = new Event.Put(row(1), new Place(PARENT, 2), "test/row", Bytes.EMPTY);
        stand.commit(moved);

        Filter mine = Filter.place(PLACE).or(event -> event.key().equals(row(1)));

        assertThat(events(from, mine)).containsExactly(put(1, "a"), moved);
    }

    @Test
    void slowReaderIsToldOnceAndLosesNothing() throws IOException {
        long from = stand.chain.lastSequence() + 1;
        long count = LiveLimits.BEHIND_COMMITS + 5;
        for (long i = 0; i < count; i++) {
            stand.commit(put(i, "x"));
        }
        try (var subscription = new Subscription(stand.chain, from, Filter.ALL)) {
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Behind(count));
            for (long i = 0; i < count; i++) {
                assertThat(changed(subscription.next(Duration.ZERO)).sequence())
                        .isEqualTo(from + i);
            }
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Quiet());
        }
    }

    /// What waits for a reader is in files and nowhere else: with many that read nothing, writers
    /// go on and nothing grows with what they write.
    @Test
    void readersWhoDoNotReadHoldUpNobody() throws IOException {
        var idle = new ArrayList<Subscription>();
        for (int i = 0; i < 100; i++) {
            var subscription = new Subscription(stand.chain, 1, Filter.ALL);
            assertThat(subscription.next(Duration.ZERO)).isInstanceOf(News.Changed.class);
            idle.add(subscription);
        }
        String large = "x".repeat(10_000);
        for (long i = 0; i < 2_000; i++) {
            stand.commit(put(i, large));
        }
        long last = stand.chain.lastSequence();
        for (Subscription subscription : idle) {
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Behind(last - 1));
            subscription.close();
        }
    }

    @Test
    void readerGoesOnAfterTheChainWasReopened() throws IOException {
        stand.commit(put(1, "a"));
        long position;
        try (var subscription = new Subscription(stand.chain, 3, Filter.ALL)) {
            changed(subscription.next(Duration.ZERO));
            position = subscription.position();
            stand.reopen();
            assertThat(subscription.next(LONG)).isEqualTo(new News.Closed());
        }
        stand.commit(put(2, "b"));

        try (var subscription = new Subscription(stand.chain, position, Filter.ALL)) {
            assertThat(changed(subscription.next(LONG)).events()).containsExactly(put(2, "b"));
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Quiet());
        }
    }

    /// Whoever has rows of which he will never hear that they are gone must take all anew.
    @Test
    void readerBeforeTheHorizonTakesTheRowsAnew() throws IOException {
        stand.keepNewestOnly();
        long from = stand.commit(put(1, "a"), put(2, "b"));
        try (var late = new Subscription(stand.chain, from, Filter.ALL)) {
            changed(late.next(Duration.ZERO));
            long removed = forget(1);
            assertThat(stand.chain.horizon()).isEqualTo(removed);
            assertThat(late.next(LONG)).isEqualTo(new News.Resync(removed));
            assertThat(late.next(LONG)).isEqualTo(new News.Resync(removed));
            try (var behind = new Subscription(stand.chain, removed, Filter.ALL);
                    var ahead = new Subscription(stand.chain, removed + 1, Filter.ALL)) {
                assertThat(behind.next(LONG)).isEqualTo(new News.Resync(removed));
                assertThat(changed(ahead.next(LONG)).events()).containsExactly(put(3, "later"));
            }
            try (Snapshot anew = stand.chain.snapshot();
                    var next = new Subscription(stand.chain, anew.sequence() + 1, Filter.ALL)) {
                assertThat(next.next(Duration.ZERO)).isEqualTo(new News.Quiet());
                stand.commit(put(4, "d"));
                assertThat(changed(next.next(LONG)).events()).containsExactly(put(4, "d"));
            }
        }
    }

    /// He has no rows that could be gone.
    @Test
    void readerFromTheBeginningHearsWhatCompactionLeft() throws IOException {
        stand.keepNewestOnly();
        stand.commit(put(1, "a"), put(2, "b"));
        forget(1);
        var heard = new ArrayList<RowKey>();
        try (var subscription = new Subscription(stand.chain, 1, Filter.ALL)) {
            while (subscription.next(Duration.ZERO) instanceof News.Changed news) {
                news.events().forEach(event -> heard.add(event.key()));
            }
            assertThat(subscription.next(Duration.ZERO)).isEqualTo(new News.Quiet());
            assertThat(subscription.position()).isEqualTo(stand.chain.lastSequence() + 1);
            assertThat(heard).doesNotContain(row(1)).contains(PARENT, row(2), row(3));

            forget(2);
            assertThat(subscription.next(LONG)).isInstanceOf(News.Resync.class);
        }
    }

    /// Whatever is committed, removed and compacted, and however often he comes back: who does what
    /// the news say has the rows of the chain.
    @Test
    void readerWhoDoesAsHeHearsHasTheRowsOfTheChain() {
        Seeds.forAll((random, size) -> {
            try (var one = new LiveStand()) {
                one.keepNewestOnly();
                new FollowerModel(one, random).run(size);
            }
        });
    }

    /// Removes a row, and lets the chain forget that it did.
    private long forget(long row) throws IOException {
        long removed = stand.commit(new Event.Tombstone(row(row)));
        stand.clock.advance(CompactionSettings.TOMBSTONES.plusDays(1));
        // Enough that goes, or compaction leaves the segment alone.
        for (int i = 0; i < 20; i++) {
            stand.commit(put(3, "later"));
        }
        stand.chain.compact();
        return removed;
    }

    @Test
    void closingWakesAWaitingReader() throws Exception {
        var subscription = new Subscription(stand.chain, 1, event -> false);
        var reader = new AtomicReference<Thread>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<News> waiting =
                    threads.submit(() -> {
                        reader.set(Thread.currentThread());
                        return subscription.next(LONG);
                    });
            LiveStand.until(() -> waits(reader.get()));

            subscription.close();

            assertThat(waiting.get()).isEqualTo(new News.Closed());
            assertThat(subscription.next(LONG)).isEqualTo(new News.Closed());
        }
    }

    @Test
    void closingTheChainWakesAWaitingReader() throws Exception {
        try (var subscription = new Subscription(stand.chain, 1, event -> false);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = new AtomicReference<Thread>();
            Future<News> waiting =
                    threads.submit(() -> {
                        reader.set(Thread.currentThread());
                        return subscription.next(LONG);
                    });
            LiveStand.until(() -> waits(reader.get()));

            stand.chain.close();

            assertThat(waiting.get()).isEqualTo(new News.Closed());
        }
    }

    @Test
    void interruptedReaderIsToldSo() throws Exception {
        try (var subscription = new Subscription(stand.chain, 1, event -> false)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> subscription.next(LONG))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void commitsBeforeTheFirstAreRefused() {
        assertThatThrownBy(() -> new Subscription(stand.chain, 0, Filter.ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1, not from 0");
    }

    private static boolean waits(Thread thread) {
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    private List<Event> events(long from, Filter filter) throws IOException {
        var events = new ArrayList<Event>();
        try (var subscription = new Subscription(stand.chain, from, filter)) {
            while (subscription.next(Duration.ZERO) instanceof News.Changed news) {
                events.addAll(news.events());
            }
        }
        return events;
    }

    private static News.Changed changed(News news) {
        assertThat(news).isInstanceOf(News.Changed.class);
        return (News.Changed) news;
    }
}
