package cloud.atek.datachain.live;

import static cloud.atek.datachain.live.LiveStand.LONG;
import static cloud.atek.datachain.live.LiveStand.PLACE;
import static cloud.atek.datachain.live.LiveStand.bytes;
import static cloud.atek.datachain.live.LiveStand.text;
import static cloud.atek.datachain.live.LiveStand.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestReplyTest {

    private static final String TYPE = "test/upper";
    private static final WorkTerms TERMS = new WorkTerms(Duration.ofSeconds(10), 3);
    private static final RowKey EFFECT = new RowKey(9, 9);

    private LiveStand stand;
    private Requests requests;

    @BeforeEach
    void start() throws IOException {
        stand = new LiveStand();
        requests = new Requests(stand.chain, PLACE);
    }

    @AfterEach
    void stop() throws IOException {
        stand.close();
    }

    private Server serve(Handler handler) {
        return new Server(stand.chain, PLACE, Map.of(TYPE, handler), TERMS, 2);
    }

    private static Answer upper(Request request) {
        return new Answer.Done(bytes(text(request.body()).toUpperCase(Locale.ROOT)));
    }

    @Test
    void requestIsAnsweredAndLeavesNothing() throws IOException {
        try (Server _ = serve(RequestReplyTest::upper)) {
            assertThat(ask("hello")).isEqualTo(new Reply.Answered(bytes("HELLO")));
            assertThat(ask("")).isEqualTo(new Reply.Answered(Bytes.EMPTY));
        }
        assertNothingIsLeft();
    }

    @Test
    void requestThatWaitsForItsServerIsAnswered() throws IOException {
        Call call = requests.send(TYPE, bytes("early"), LONG);
        try (Server _ = serve(RequestReplyTest::upper)) {
            assertThat(call.await()).isEqualTo(new Reply.Answered(bytes("EARLY")));
            assertThat(call.await()).as("asked again").isEqualTo(call.await());
        }
    }

    @Test
    void effectsAreCommittedWithTheAnswer() throws IOException {
        try (Server _ =
                serve(_ -> new Answer.Done(bytes("done"), List.of(new Edit(effect(), 0))))) {
            assertThat(ask("x")).isEqualTo(new Reply.Answered(bytes("done")));
        }
        assertThat(stand.chain.sequenceOf(EFFECT)).isPositive();
    }

    @Test
    void failureIsTold() throws IOException {
        try (Server _ = serve(_ -> new Answer.Failed("no such file"))) {
            assertThat(ask("x")).isEqualTo(new Reply.Failed("no such file"));
        }
        try (Server _ = serve(_ -> new Answer.Failed("ü".repeat(3_000)))) {
            assertThat(ask("x")).isEqualTo(new Reply.Failed("ü".repeat(2_048)));
        }
        assertNothingIsLeft();
    }

    /// It may hold what the caller must not know.
    @Test
    void callerDoesNotHearHowAHandlerFailed() throws IOException {
        try (Server server =
                serve(_ -> {
                    throw new IllegalStateException("the password is 1234");
                })) {
            assertThat(ask("x")).isEqualTo(new Reply.Failed("the service failed"));
            assertThat(server.failure()).isNull();
        }
    }

    @Test
    void requestThatIsNeverTakenInTheEndFails() throws IOException {
        var tries = new AtomicInteger();
        try (Server _ =
                serve(request -> {
                    assertThat(request.attempt()).isEqualTo(tries.incrementAndGet());
                    return new Answer.Done(bytes("x"), List.of(new Edit(effect(), 77)));
                })) {
            assertThat(ask("x")).isEqualTo(new Reply.Failed("it was tried 3 times"));
        }
        assertThat(tries).hasValue(3);
        assertNothingIsLeft();
    }

    @Test
    void callerWaitsNoLongerThanItsTimeout() throws Exception {
        Call call = requests.send(TYPE, bytes("x"), Duration.ofSeconds(5));
        stand.clock.advance(Duration.ofSeconds(5));

        assertThat(call.await()).isEqualTo(new Reply.TimedOut());
        assertNothingIsLeft();
        assertThatThrownBy(() -> requests.send(TYPE, bytes("x"), Duration.ZERO))
                .hasMessageContaining("more than zero");
    }

    @Test
    void requestWithoutHandlerIsLeftToOthers() throws IOException {
        try (Server _ = serve(RequestReplyTest::upper);
                Server _ =
                        new Server(
                                stand.chain,
                                PLACE,
                                Map.of("test/other", _ -> new Answer.Done(bytes("other"))),
                                TERMS,
                                1)) {
            assertThat(requests.call("test/other", bytes("x"), LONG))
                    .isEqualTo(new Reply.Answered(bytes("other")));
            assertThat(ask("x")).isEqualTo(new Reply.Answered(bytes("X")));
        }
    }

    @Test
    void cancelledCallEndsAtOnce() throws Exception {
        Call call = requests.send(TYPE, bytes("x"), LONG);
        LiveStand.sideBySide(
                2,
                number -> {
                    if (number == 0) {
                        call.cancel();
                    } else {
                        assertThat(call.await()).isEqualTo(new Reply.Cancelled());
                    }
                });
        assertNothingIsLeft();
    }

    /// The server is at it when the caller gives up.
    @Test
    void whatIsDoneForACancelledCallIsNotCommitted() throws Exception {
        var begun = new CountDownLatch(1);
        try (Server _ =
                serve(request -> {
                    begun.countDown();
                    polled(request.withdrawn());
                    return new Answer.Done(bytes("late"), List.of(Edit.of(effect())));
                })) {
            Call call = requests.send(TYPE, bytes("x"), LONG);
            begun.await();
            call.cancel();
            assertThat(call.await()).isEqualTo(new Reply.Cancelled());
        }
        assertThat(stand.chain.sequenceOf(EFFECT)).isEqualTo(Edit.ABSENT);
        assertNothingIsLeft();
    }

    @Test
    void answerThatWasThereBeforeTheTimeoutIsHeard() throws Exception {
        Call call = requests.send(TYPE, bytes("x"), LONG);
        try (Server _ = serve(RequestReplyTest::upper)) {
            RowKey answer = RequestRows.answerRow(call.request());
            until(() -> stand.chain.sequenceOf(answer) != Edit.ABSENT);
        }
        stand.clock.advance(LONG);
        call.cancel();

        assertThat(call.await()).isEqualTo(new Reply.Answered(bytes("X")));
    }

    @Test
    void requestSomebodyRemovedIsCancelled() throws IOException {
        Call call = requests.send(TYPE, bytes("x"), LONG);
        stand.commit(new Event.Tombstone(call.request()));

        assertThat(call.await()).isEqualTo(new Reply.Cancelled());
    }

    @Test
    void requestTheChainRefusesIsToldOf() throws IOException {
        Reply reply = requests.call(TYPE, Bytes.owning(new byte[9 << 20]), LONG);

        assertThat(reply).isInstanceOf(Reply.Refused.class);
    }

    /// A barrier that opens only when as many servers are at work as there are.
    @Test
    void serversShareTheWork() throws Exception {
        var all = new CountDownLatch(3);
        Set<String> busy = ConcurrentHashMap.newKeySet();
        try (Server _ = server("a", all, busy);
                Server _ = server("b", all, busy);
                Server _ = server("c", all, busy)) {
            Set<Reply> replies = ConcurrentHashMap.newKeySet();
            LiveStand.sideBySide(30, number -> replies.add(ask("request " + number)));
            var expected = new HashSet<Reply>();
            for (int i = 0; i < 30; i++) {
                expected.add(new Reply.Answered(bytes("REQUEST " + i)));
            }
            assertThat(replies).isEqualTo(expected);
        }
        assertThat(busy).containsExactlyInAnyOrder("a", "b", "c");
        assertNothingIsLeft();
    }

    private Server server(String name, CountDownLatch all, Set<String> busy) {
        Handler handler =
                request -> {
                    if (busy.add(name)) {
                        all.countDown();
                    }
                    polled(() -> all.getCount() == 0);
                    return upper(request);
                };
        return new Server(stand.chain, PLACE, Map.of(TYPE, handler), TERMS, 1);
    }

    /// The first server hangs, and its term goes by.
    @Test
    void requestOfAStoppedServerGoesToAnother() throws Exception {
        var stopped = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        Handler hanging =
                _ -> {
                    begun.countDown();
                    polled(() -> stopped.getCount() == 0);
                    return new Answer.Done(bytes("slow"), List.of(Edit.of(effect())));
                };
        Server first = new Server(stand.chain, PLACE, Map.of(TYPE, hanging), TERMS, 1);
        Call call = requests.send(TYPE, bytes("x"), LONG);
        begun.await();
        stand.clock.advance(TERMS.term());
        try (first;
                Server _ = serve(RequestReplyTest::upper)) {
            assertThat(call.await()).isEqualTo(new Reply.Answered(bytes("X")));
            stopped.countDown();
        }
        assertThat(stand.chain.sequenceOf(EFFECT)).isEqualTo(Edit.ABSENT);
    }

    @Test
    void rowsOfDeadCallersAreRemoved() throws Exception {
        requests.send(TYPE, bytes("asked by one that died"), Duration.ofSeconds(1));
        requests.send("test/unknown", bytes("too"), Duration.ofSeconds(1));
        stand.commit(new Event.Put(new RowKey(5, 5), PLACE, "test/junk", Bytes.EMPTY));
        stand.clock.advance(LiveLimits.ABANDONED_AFTER.plusSeconds(2));
        try (Server _ = serve(RequestReplyTest::upper)) {
            until(() -> rows() == 2);
        }
    }

    @Test
    void serverEndsWithItsChain() throws Exception {
        Server server = serve(RequestReplyTest::upper);
        assertThat(ask("x")).isInstanceOf(Reply.Answered.class);
        stand.chain.close();
        server.close();

        assertThat(server.failure()).isNull();
    }

    private Reply ask(String text) throws IOException {
        return requests.call(TYPE, bytes(text), LONG);
    }

    private static Event.Put effect() {
        return new Event.Put(EFFECT, null, "test/effect", bytes("effect"));
    }

    private static void polled(BooleanSupplier condition) {
        try {
            until(condition);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNothingIsLeft() {
        assertThat(rows()).isEqualTo(stand.chain.sequenceOf(EFFECT) == Edit.ABSENT ? 2 : 3);
    }

    /// With the genesis and [LiveStand#PARENT].
    private long rows() {
        try (Snapshot snapshot = stand.chain.snapshot()) {
            return snapshot.rows().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
