package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.chains.ChainName;
import cloud.atek.datachain.chains.ChainUse;
import cloud.atek.datachain.chains.Chains;
import cloud.atek.datachain.chains.KeepOpen;
import cloud.atek.datachain.live.Answer;
import cloud.atek.datachain.live.Call;
import cloud.atek.datachain.live.Handler;
import cloud.atek.datachain.live.Message;
import cloud.atek.datachain.live.Queue;
import cloud.atek.datachain.live.Reply;
import cloud.atek.datachain.live.Requests;
import cloud.atek.datachain.live.Server;
import cloud.atek.datachain.live.Taking;
import cloud.atek.datachain.live.WorkTerms;
import cloud.atek.datachain.log.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What several can do together with a chain. It goes on where [TutorialTest] ends.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialLiveTest {

    private static final RowKey OFFICE = new RowKey(7, 7);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;

    /// Work that must be done, and done once, goes into a queue. A queue is a collection, and its
    /// rows are the messages.
    @Test
    @Order(1)
    void chapterOneWorksThroughAQueue() throws IOException {
        try (Chain chain = create();
                Queue queue = new Queue(chain, new Place(OFFICE, 1), "Anna", WorkTerms.DEFAULT)) {
            // A message is an event like any other: here it comes with the order that it is about.
            RowKey order = chain.newKey();
            chain.commit(
                    Change.of(
                            put(order, "3 chairs"),
                            queue.message("shop/ship", utf8("ship " + order))));

            // Who takes a message has it for a while. When he does not end it in time, since he is
            // slow or dead, somebody else gets it. So it may be worked on twice.
            Message message =
                    switch (queue.take(A_MINUTE)) {
                        case Taking.Taken(Message taken) -> taken;
                        case Taking.Empty _ -> throw new AssertionError("no message");
                        case Taking.Refused(var reasons) -> throw new AssertionError(reasons);
                    };
            assertThat(message.attempt()).isEqualTo(1);
            assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);

            // What is committed with its end happens once: for who lost it this is refused, whole.
            List<Edit> effects = List.of(Edit.of(put(order, "3 chairs, shipped")));
            assertThat(queue.done(message, effects, List.of()))
                    .isInstanceOf(Outcome.Committed.class);
            assertThat(queue.done(message, effects, List.of())).isInstanceOf(Outcome.Refused.class);

            // What nobody could work on in ten attempts is put aside, for somebody to look at.
            assertThat(queue.parked(null, 10)).isEmpty();
        }
    }

    /// A service answers questions. Its requests and answers are rows too, so a question outlives
    /// the process that answers it, and any number of servers share the work.
    @Test
    @Order(2)
    void chapterTwoAsksAServiceAndHearsItsReply() throws IOException {
        Handler upper =
                request ->
                        request.body().size() == 0
                                ? new Answer.Failed("there is nothing to shout")
                                : new Answer.Done(
                                        utf8(text(request.body()).toUpperCase(Locale.ROOT)));
        try (Chain chain = create()) {
            var service = new Place(OFFICE, 2);
            var requests = new Requests(chain, service);
            // Nobody answers yet; the request waits.
            Call early = requests.send("shout", utf8("hello"), A_MINUTE);
            Call regretted = requests.send("shout", utf8("oh no"), A_MINUTE);
            regretted.cancel();
            assertThat(regretted.await()).isEqualTo(new Reply.Cancelled());

            try (Server _ =
                    new Server(chain, service, Map.of("shout", upper), WorkTerms.DEFAULT, 4)) {
                assertThat(early.await()).isEqualTo(new Reply.Answered(utf8("HELLO")));
                assertThat(requests.call("shout", Bytes.EMPTY, A_MINUTE))
                        .isEqualTo(new Reply.Failed("there is nothing to shout"));
            }
            // Nobody waits for ever.
            assertThat(requests.call("shout", utf8("anybody?"), Duration.ofMillis(1)))
                    .isEqualTo(new Reply.TimedOut());
        }
    }

    /// Who has thousands of chains cannot have all of them open. Chains opens one when it is used,
    /// lets all share it who use it at one time, and closes it a minute after the last of them.
    @Test
    @Order(3)
    void chapterThreeHasManyChains() throws IOException {
        var keys = new KeyFolder(new LocalDisk(), folder.resolve("keys"));
        var anna = new ChainName("/example.org/anna/notes");
        var ben = new ChainName("/example.org/ben/notes");
        RowKey row = RowKey.random();
        try (Chains chains =
                new Chains(
                        folder.resolve("chains"), keys, ChainSettings.DEFAULT, KeepOpen.DEFAULT)) {
            // Its key is made and saved before it.
            try (ChainUse use = chains.create(anna)) {
                use.chain().commit(Change.of(put(row, "buy milk")));
            }
            chains.create(ben).close();

            try (ChainUse one = chains.use(anna);
                    ChainUse other = chains.use(anna)) {
                assertThat(other.chain()).isSameAs(one.chain());
                assertThat(one.chain().sequenceOf(row)).isEqualTo(2);
            }
            try (ChainUse use = chains.use(ben)) {
                assertThat(use.chain().sequenceOf(row)).isEqualTo(Edit.ABSENT);
            }
        }
    }

    /// A chain with the row under which queues and services are.
    private Chain create() throws IOException {
        Chain chain =
                Chain.create(folder.resolve("chain"), SigningKey.random(), ChainSettings.DEFAULT);
        chain.commit(Change.of(put(OFFICE, "office")));
        return chain;
    }

    private static Event.Put put(RowKey key, String body) {
        return new Event.Put(key, null, "shop/text", utf8(body));
    }

    private static Bytes utf8(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes body) {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }
}
