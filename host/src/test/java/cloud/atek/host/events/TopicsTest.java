package cloud.atek.host.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.api.events.EventsApi.Emission;
import cloud.atek.api.events.EventsApi.Subscription;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.permissions.OwnersOnly;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final ApiId API = new ApiId("example.com/a");
    private static final Duration SOON = Duration.ofMillis(1);

    private final ServiceKey service = new ServiceKey("k");
    private final UserKey user = new UserKey("bob");
    private final Caller.Known bob =
            new Caller.Known(user, "bob", false, new Caller.Via.Browser("s"));
    private final Caller.Known program =
            new Caller.Known(user, "bob", false, new Caller.Via.Program(service, false));
    private final Topics topics = topics();

    private Topics topics() {
        var registry = new Registry();
        registry.register(
                new Site.Live(service, new ServiceId("a"), user, Path.of("/tmp/none")),
                List.of(new Manifest.Export(API, "/", Transport.RPC, Map.of(), List.of("t"))));
        return new Topics(registry, new OwnersOnly(), _ -> Optional.empty());
    }

    private EventSource subscribed() throws Exception {
        EventSource source = subscribe();
        assertThat(text(requireNonNull(source.next(SOON)))).startsWith("event: subscribed\n");
        return source;
    }

    private EventSource subscribe() {
        return ((Topics.Outcome.Subscribed)
                        topics.subscribe(bob, new Subscription(API, null, null)))
                .events();
    }

    private Topics.Outcome emit(String data) {
        return topics.emit(program, new Emission(API, "t", TextNode.valueOf(data), null));
    }

    private static String text(byte[] event) {
        return new String(event, UTF_8);
    }

    private static List<String> rest(EventSource source) throws Exception {
        var all = new ArrayList<String>();
        byte[] next = source.next(SOON);
        while (next != null && next.length > 0) {
            all.add(text(next));
            next = source.next(SOON);
        }
        return all;
    }

    @Test
    void aSlowSubscriberLosesTheOldestAndIsToldHowMany() throws Exception {
        try (EventSource slow = subscribed();
                EventSource fast = subscribed()) {
            int heard = 0;
            for (int i = 0; i < 500; i++) {
                assertThat(emit("n" + i)).isInstanceOf(Topics.Outcome.Emitted.class);
                heard += rest(fast).size();
            }
            List<String> late = rest(slow);

            assertThat(heard).isEqualTo(500);
            assertThat(late).hasSize(1 + Subscriber.WAITING_EVENTS_MAX);
            assertThat(late.getFirst()).startsWith("event: lost\n").contains("\"lost\":244");
            assertThat(late.get(1)).contains("\"n244\"");
            assertThat(late.getLast()).contains("\"n499\"");
        }
    }

    @Test
    void whatWaitsIsBoundedInBytes() throws Exception {
        try (EventSource slow = subscribed()) {
            for (int i = 0; i < 100; i++) {
                emit("x".repeat(60_000));
            }
            assertThat(rest(slow))
                    .hasSize(1 + Subscriber.WAITING_BYTES_MAX / 60_200)
                    .first()
                    .asString()
                    .startsWith("event: lost");
        }
    }

    @Test
    void aFloodAndAGiantAreRefused() {
        assertThat(refusal(emit("x".repeat(70_000)))).contains("at most 64 KiB");
        Topics.Outcome last = emit("");
        for (int i = 0; i < 3 * Topics.EMITTED_PER_SECOND_MAX; i++) {
            last = emit("");
            if (last instanceof Topics.Outcome.Refused) {
                break;
            }
        }
        assertThat(refusal(last)).contains("at most 1000 events in a second");
    }

    @Test
    void oneCallerHasOnlySoManyStreamsAndClosedOnesCountNoMore() throws Exception {
        var open = new ArrayList<EventSource>();
        for (int i = 0; i < Topics.SUBSCRIBERS_OF_ONE_MAX; i++) {
            open.add(subscribed());
        }
        var wanted = new Subscription(API, null, null);
        assertThat(refusal(topics.subscribe(bob, wanted))).contains("Too many");

        open.getFirst().close();
        assertThat(topics.subscribe(bob, wanted)).isInstanceOf(Topics.Outcome.Subscribed.class);
    }

    @Test
    void theBytesOfAStreamBeginAtOnceAndEndWhenItIsClosed() throws Exception {
        EventSource source = subscribe();
        try (InputStream bytes = new EventBytes(source)) {
            assertThat(text(bytes.readNBytes(3))).isEqualTo(":\n\n");
            assertThat(text(bytes.readNBytes(18))).isEqualTo("event: subscribed\n");
        }
        InputStream closed = new EventBytes(source);
        closed.close();
        closed.skipNBytes(3);
        assertThat(closed.read()).isEqualTo(-1);
    }

    @Test
    void aStreamOnWhichNothingHappensHasAHeartbeat() throws Exception {
        try (InputStream bytes = new EventBytes(subscribed(), Duration.ofMillis(10))) {
            assertThat(text(bytes.readNBytes(9))).isEqualTo(":\n\n".repeat(3));
        }
    }

    @Test
    void aSourceThatBreaksEndsItsStreamWithAReason() throws Exception {
        var broken =
                new EventSource() {
                    @Override
                    public byte[] next(Duration wait) throws IOException {
                        throw new IOException("the disk is away");
                    }

                    @Override
                    public void close() {}
                };
        try (InputStream bytes = new EventBytes(broken)) {
            assertThat(text(bytes.readAllBytes()))
                    .isEqualTo(
                            ":\n\nevent: error\ndata: {\"code\":-32003,"
                                    + "\"message\":\"the disk is away\"}\n\n");
        }
    }

    private static String refusal(Topics.Outcome outcome) {
        return outcome instanceof Topics.Outcome.Refused(var error) ? error.message() : "";
    }
}
