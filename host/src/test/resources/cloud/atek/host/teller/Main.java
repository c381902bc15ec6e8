import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.events.EventsApi;
import cloud.atek.api.events.EventsApi.Emission;
import cloud.atek.api.events.EventsApi.Heard;
import cloud.atek.api.events.EventsApi.Subscription;
import cloud.atek.kit.Caller;
import cloud.atek.kit.Deadline;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.LiveEvent;
import cloud.atek.kit.LiveSink;
import cloud.atek.kit.Served;
import cloud.atek.kit.RpcException;
import cloud.atek.kit.Service;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Limits;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that does what a test tells it to do. */
public class Main {

    public interface Teller {
        ApiId ID = new ApiId("example.com/teller");

        void print(String line);

        Live<Object> ticks();

        int readers();

        void die();

        /** How much time the caller has left, in milliseconds. */
        long left();

        /** The same, as another service hears it that is called within. */
        long leftWithin(String service);

        /** Answers after some time, in milliseconds. */
        String nap(int ms);

        /** Tells an event; answers why that was refused, or "". */
        String emit(String api, String topic, Object data, String user);

        /** Hears the next event of a topic. */
        String hear(String topic);

        /** Calls a method without params of an API of the host, and says how that ended. */
        String call(String api, String method) throws IOException;

        /** Who this is. */
        String key();

        /** How many databases its caller has, as far as both may know it; or why it may not. */
        String databasesOfCaller();

        /** The largest heap that it can have, in MiB. */
        long heapMb();
    }

    private static final AtomicInteger READERS = new AtomicInteger();

    public static void main(String[] args) {
        Service service = Service.fromEnvironment();
        var apis = new HostApis(service.environment());
        service.export("/_api", Teller.class, caller -> new Told(service, apis, caller))
                .handle("/_slow", Main::slow)
                .handle("/pipe", request -> new Response(200, Headers.NONE, request.body()))
                .handle("/_sink", Main::sink)
                .handle("/sink", Main::sink)
                .limits(Limits.DEFAULT.withBodyBytes(4L << 30))
                .serve();
    }

    private record Told(Service service, HostApis apis, Caller caller) implements Teller {
        @Override
        public void print(String line) {
            System.out.println(line);
        }

        @Override
        public Live<Object> ticks() {
            return new Served<>(Main::tick);
        }

        @Override
        public int readers() {
            return READERS.get();
        }

        @Override
        public void die() {
            Runtime.getRuntime().halt(3);
        }

        @Override
        public long left() {
            return leftMs();
        }

        @Override
        public long leftWithin(String api) {
            try (var apis = new HostApis(service.environment())) {
                return apis.api(new ApiId(api), Teller.class).left();
            }
        }

        @Override
        public String nap(int ms) {
            try {
                Thread.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "woke";
        }

        @Override
        public String emit(String api, String topic, Object data, String user) {
            JsonNode json = MessageCodec.JSON.valueToTree(data);
            try (var apis = new HostApis(service.environment())) {
                apis.api(EventsApi.class)
                        .emit(
                                new Emission(
                                        new ApiId(api),
                                        topic,
                                        json,
                                        user.isEmpty() ? null : user));
                return "";
            } catch (RpcException e) {
                return e.getMessage();
            }
        }

        @Override
        public String hear(String topic) {
            try (var apis = new HostApis(service.environment());
                    var events =
                            apis.api(EventsApi.class)
                                    .subscribe(
                                            new Subscription(Teller.ID, List.of(topic), null))) {
                System.out.println(events.next().event());
                Heard heard = events.next();
                return heard.topic() + " " + heard.service() + " " + heard.data();
            }
        }

        @Override
        public String call(String api, String method) throws IOException {
            var host = URI.create("http://127.0.0.1:" + System.getenv("ATEK_HOST_PORT")
                    + "/_atek/gateway?api=" + api);
            var post = (HttpURLConnection) host.toURL().openConnection();
            post.setDoOutput(true);
            post.setRequestProperty("Content-Type", "application/json");
            post.getOutputStream().write(
                    ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                            + "\",\"params\":[]}").getBytes());
            return new String(post.getInputStream().readAllBytes());
        }

        @Override
        public String databasesOfCaller() {
            AdbApi adb = apis.onBehalfOf(caller).api(AdbApi.class);
            try {
                return adb.dbList().size() + " databases";
            } catch (RpcException e) {
                return e.getMessage();
            }
        }

        @Override
        public long heapMb() {
            return Runtime.getRuntime().maxMemory() >> 20;
        }

        @Override
        public String key() {
            return service.environment().key().value();
        }
    }

    /** Counts what is sent, and sends as many bytes back. */
    private static Response sink(Request request) throws IOException {
        long count = 0;
        var piece = new byte[64 << 10];
        for (int came = request.body().in().read(piece);
                came >= 0;
                came = request.body().in().read(piece)) {
            count += came;
        }
        return new Response(200, Headers.NONE, Body.of(new Zeros(count), count));
    }

    /** So many bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int some = (int) Math.min(left, length);
            left -= some;
            return some > 0 ? some : -1;
        }
    }

    /** Never answers, and counts who gave up waiting. */
    private static Answer slow(Request request) {
        return new Answer.Live(200, Headers.of("Content-Type", "application/json"), (out, peer) -> {
            var gone = new CountDownLatch(1);
            peer.whenGone(gone::countDown);
            try {
                gone.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.out.println("gave up");
        });
    }

    private static long leftMs() {
        return Deadline.current().map(deadline -> deadline.left().toMillis()).orElse(-1L);
    }

    private static void tick(LiveSink to) throws IOException {
        var gone = new CountDownLatch(1);
        to.whenGone(gone::countDown);
        READERS.incrementAndGet();
        try {
            for (int n = 0; !gone.await(100, TimeUnit.MILLISECONDS); n++) {
                to.send(new LiveEvent(null, "tick", "{\"n\":" + n + "}"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            READERS.decrementAndGet();
        }
    }
}
