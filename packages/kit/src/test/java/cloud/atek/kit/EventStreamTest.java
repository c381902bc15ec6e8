package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void eventsAndHeartbeatsComeAsTheyAreSent() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var dir = ShortDir.make();
                var client = new HttpClient();
                var server =
                        new Service(ExportTest.environment(dir.path()))
                                .page(
                                        "/events",
                                        _ ->
                                                EventStream.answer(
                                                        Duration.ofMillis(5),
                                                        events -> {
                                                            events.send("one\ntwo");
                                                            await(goOn);
                                                            events.send("end", "");
                                                        }))
                                .start();
                Response response = client.call(server.at(), Request.get("/events"));
                var in = new BufferedReader(new InputStreamReader(response.body().in(), UTF_8))) {
            assertThat(response.headers().first("Content-Type")).hasValue("text/event-stream");
            assertThat(in.readLine()).isEqualTo("data: one");
            assertThat(in.readLine()).isEqualTo("data: two");
            assertThat(in.readLine()).isEmpty();
            assertThat(in.readLine()).isEqualTo(":");
            goOn.countDown();
            assertThat(in.lines().toList()).contains("event: end", "data: ");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
