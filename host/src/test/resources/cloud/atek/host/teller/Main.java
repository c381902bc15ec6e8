import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.LiveEvent;
import cloud.atek.kit.LiveSink;
import cloud.atek.kit.Served;
import cloud.atek.kit.Service;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Response;
import java.io.IOException;
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
    }

    private static final AtomicInteger READERS = new AtomicInteger();

    public static void main(String[] args) {
        Service service = Service.fromEnvironment();
        service.export("/_api", Teller.class, caller -> new Told(service))
                .handle("/pipe", request -> new Response(200, Headers.NONE, request.body()))
                .handle("/upload", request -> new Response(200, Headers.NONE, request.body()))
                .serve();
    }

    private record Told(Service service) implements Teller {
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
