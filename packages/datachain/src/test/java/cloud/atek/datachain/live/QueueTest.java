package cloud.atek.datachain.live;

import static cloud.atek.datachain.live.LiveStand.LONG;
import static cloud.atek.datachain.live.LiveStand.PARENT;
import static cloud.atek.datachain.live.LiveStand.PLACE;
import static cloud.atek.datachain.live.LiveStand.bytes;
import static cloud.atek.datachain.live.LiveStand.committed;
import static cloud.atek.datachain.live.LiveStand.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueTest {

    private static final Duration TERM = Duration.ofSeconds(30);
    private static final WorkTerms TERMS = new WorkTerms(TERM, 3);

    private LiveStand stand;
    private Queue queue;

    @BeforeEach
    void start() throws IOException {
        stand = new LiveStand();
        queue = open("alice");
    }

    @AfterEach
    void stop() throws IOException {
        queue.close();
        stand.close();
    }

    private Queue open(String holder) {
        return open(holder, TERMS);
    }

    private Queue open(String holder, WorkTerms terms) {
        return new Queue(stand.chain, PLACE, holder, terms);
    }

    @Test
    void messagesComeInTheOrderOfTheirCommits() throws IOException {
        add("one", "two");
        add("three");
        var seen = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            Message message = taken(queue.poll());
            seen.add(text(message.row().body()));
            committed(queue.done(message));
        }

        assertThat(seen).containsExactly("one", "two", "three");
        assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);
        assertThat(rowsThere()).as("nothing of it stays").isEqualTo(2);
    }

    @Test
    void nobodyGetsWhatAnotherHas() throws IOException {
        add("one", "two");
        Queue bob = open("bob");

        assertThat(said(queue.poll())).isEqualTo("one");
        assertThat(said(bob.poll())).isEqualTo("two");
        assertThat(bob.poll()).isInstanceOf(Taking.Empty.class);
    }

    @Test
    void messageIsGivenOutAgainWhenItsTermIsOver() throws IOException {
        add("one");
        Message slow = taken(queue.poll());
        Queue bob = open("bob");
        stand.clock.advance(TERM.minusMillis(1));
        assertThat(bob.poll()).isInstanceOf(Taking.Empty.class);
        stand.clock.advance(Duration.ofMillis(1));
        Message again = taken(bob.poll());

        assertThat(slow.attempt()).isEqualTo(1);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(queue.done(slow)).isInstanceOf(Outcome.Refused.class);
        committed(bob.done(again));
        assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);
    }

    @Test
    void renewedMessageIsNotGivenOut() throws IOException {
        add("one");
        Message message = taken(queue.poll());
        stand.clock.advance(TERM.minusMillis(1));
        assertThat(queue.renew(message)).isInstanceOf(Grant.Held.class);
        stand.clock.advance(TERM.minusMillis(1));

        assertThat(open("bob").poll()).isInstanceOf(Taking.Empty.class);
        committed(queue.done(message));
    }

    @Test
    void messageGivenBackIsTakenAtOnce() throws IOException {
        add("one");
        committed(queue.handBack(taken(queue.poll())));

        assertThat(taken(open("bob").poll()).attempt()).isEqualTo(2);
    }

    /// A slow worker and the one who got the message after him both commit an effect.
    @Test
    void effectsOfALostMessageAreNotCommitted() throws IOException {
        add("one");
        Message slow = taken(queue.poll());
        stand.clock.advance(TERM);
        Message quick = taken(open("bob").poll());
        Event.Put slowly = effect("slow");
        Event.Put quickly = effect("quick");

        committed(queue.done(quick, List.of(Edit.of(quickly)), List.of()));
        assertThat(queue.done(slow, List.of(Edit.of(slowly)), List.of()))
                .isInstanceOf(Outcome.Refused.class);
        var fenced = new Change(List.of(Edit.of(slowly)), List.of(queue.fence(slow)));
        assertThat(stand.chain.commit(fenced)).isInstanceOf(Outcome.Refused.class);
        assertThat(stand.chain.sequenceOf(quickly.key())).isPositive();
        assertThat(stand.chain.sequenceOf(slowly.key())).isEqualTo(Edit.ABSENT);
    }

    /// Takes back whatever it is in the way of: the message stays and is tried again.
    @Test
    void refusedEffectsLeaveTheMessage() throws IOException {
        add("one");
        Message message = taken(queue.poll());
        var impossible = new Edit(effect("x"), 77);

        assertThat(queue.done(message, List.of(impossible), List.of()))
                .isInstanceOf(Outcome.Refused.class);
        committed(queue.done(message));
    }

    @Test
    void poisonIsParkedAndDoesNotStopTheOthers() throws IOException {
        add("poison", "food");
        for (int attempt = 1; attempt <= TERMS.attemptsMax(); attempt++) {
            Message message = taken(queue.poll());
            assertThat(text(message.row().body())).isEqualTo("poison");
            assertThat(message.attempt()).isEqualTo(attempt);
            stand.clock.advance(TERM);
        }
        assertThat(said(queue.poll())).isEqualTo("food");

        Queue.Parked parked = queue.parked(null, 10).getFirst();
        assertThat(parked).isEqualTo(new Queue.Parked(parked.row(), 3, "alice"));
        assertThat(queue.parked(parked, 10)).isEmpty();
        assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);
    }

    @Test
    void parkedMessageComesAgainWhenItIsRetried() throws IOException {
        RowKey poison = park();
        add("later");
        Queue bob = open("bob");
        assertThat(bob.retry(poison)).isTrue();
        assertThat(bob.retry(poison)).isFalse();

        assertThat(said(bob.poll())).isEqualTo("poison");
        assertThat(bob.parked(null, 10)).isEmpty();
    }

    /// The queue that passed over it is not told of that.
    @Test
    void messageThatAnotherRetriedIsFound() throws IOException {
        RowKey poison = park();
        assertThat(open("bob").retry(poison)).isTrue();

        assertThat(said(queue.poll())).isEqualTo("poison");
    }

    @Test
    void parkedMessageThatIsPutAgainIsNotSkippedOver() throws IOException {
        RowKey poison = park();
        add("between");
        assertThat(queue.discard(poison)).isTrue();
        assertThat(queue.discard(poison)).isFalse();
        stand.commit(new Event.Put(poison, PLACE, "test/row", bytes("again")));

        assertThat(said(queue.poll())).isEqualTo("between");
        assertThat(said(queue.poll())).isEqualTo("again");
    }

    @Test
    void whatIsLeftOfRemovedMessagesIsSwept() throws IOException {
        RowKey poison = park();
        add("held");
        Message held = taken(queue.poll());
        stand.commit(new Event.Tombstone(poison), new Event.Tombstone(held.row().key()));
        assertThat(rowsThere()).isEqualTo(4);

        assertThat(queue.sweep()).isEqualTo(2);
        assertThat(queue.sweep()).isZero();
        assertThat(rowsThere()).isEqualTo(2);
    }

    @Test
    void takeWaitsForAMessageAndEndsWithItsQueue() throws Exception {
        assertThat(queue.take(Duration.ofMillis(5))).isInstanceOf(Taking.Empty.class);
        LiveStand.sideBySide(
                2,
                number -> {
                    if (number == 0) {
                        add("late");
                    } else {
                        assertThat(said(queue.take(LONG))).isEqualTo("late");
                    }
                });
        LiveStand.sideBySide(
                2,
                number -> {
                    if (number == 0) {
                        queue.close();
                    } else {
                        assertThat(queue.take(LONG)).isInstanceOf(Taking.Empty.class);
                    }
                });
    }

    @Test
    void leasesOutliveTheProcess() throws IOException {
        add("one", "two");
        Message held = taken(queue.poll());
        stand.reopen();
        queue = open("alice");

        assertThat(said(queue.poll())).isEqualTo("two");
        committed(queue.done(held));
        stand.clock.advance(TERM);
        assertThat(said(queue.poll())).isEqualTo("two");
    }

    /// Some of the workers share a queue, as in one process, and some have their own; some forget
    /// what they took. Whoever finds nothing lets the terms of all others end, so a worker on a
    /// busy machine loses a message any number of times: none of them counts as poison here.
    @Test
    void sixteenWorkersDoEachMessageOnce() throws Exception {
        int messages = 200;
        var patient = new WorkTerms(TERM, Integer.MAX_VALUE);
        queue.close();
        queue = open("alice", patient);
        add(IntStream.range(0, messages).mapToObj(Integer::toString).toArray(String[]::new));
        Map<String, RowKey> effects = new ConcurrentHashMap<>();
        LiveStand.sideBySide(
                16,
                worker -> {
                    try (Queue own = open("worker " + worker, patient)) {
                        work(worker < 8 ? queue : own, worker, effects);
                    }
                });

        assertThat(effects).hasSize(messages);
        assertThat(rowsThere()).isEqualTo(2 + messages);
        assertThat(queue.parked(null, 1)).isEmpty();
    }

    private void work(Queue own, int worker, Map<String, RowKey> effects) throws IOException {
        int taken = 0;
        long end = System.nanoTime() + LONG.toNanos();
        while (effects.size() < 200) {
            assertThat(System.nanoTime() - end).as("%s are done", effects.size()).isNegative();
            switch (own.take(Duration.ofMillis(20))) {
                case Taking.Taken(Message message) -> {
                    if (message.attempt() == 1 && ++taken % 20 == worker) {
                        continue;
                    }
                    String name = text(message.row().body());
                    Event.Put effect = effect(name);
                    Outcome outcome = own.done(message, List.of(Edit.of(effect)), List.of());
                    if (outcome instanceof Outcome.Committed) {
                        assertThat(effects.put(name, effect.key())).as("done twice").isNull();
                    }
                }
                case Taking.Empty _ -> stand.clock.advance(TERM);
                case Taking.Refused(var reasons) -> throw new AssertionError(reasons);
            }
        }
    }

    @Test
    void termsOfNothingAreRefused() {
        assertThatThrownBy(() -> new WorkTerms(Duration.ZERO, 1)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new WorkTerms(TERM, 0)).hasMessageContaining("0 attempts");
    }

    /// One that was taken too often, and a look at it.
    private RowKey park() throws IOException {
        add("poison");
        for (int attempt = 0; attempt < TERMS.attemptsMax(); attempt++) {
            queue.handBack(taken(queue.poll()));
        }
        assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);
        return queue.parked(null, 1).getFirst().row();
    }

    private void add(String... bodies) throws IOException {
        var events = new ArrayList<Event>();
        for (String body : bodies) {
            events.add(queue.message("test/row", bytes(body)));
        }
        stand.commit(events.toArray(Event[]::new));
    }

    private Event.Put effect(String body) {
        return new Event.Put(stand.chain.newKey(), null, "test/effect", bytes(body));
    }

    /// With the genesis and [LiveStand#PARENT].
    private long rowsThere() throws IOException {
        try (Snapshot snapshot = stand.chain.snapshot()) {
            assertThat(snapshot.find(PARENT)).isPresent();
            return snapshot.rows().count();
        }
    }

    private static String said(Taking taking) {
        return text(taken(taking).row().body());
    }

    private static Message taken(Taking taking) {
        assertThat(taking).isInstanceOf(Taking.Taken.class);
        return ((Taking.Taken) taking).message();
    }
}
