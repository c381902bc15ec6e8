package cloud.atek.kit;

import cloud.atek.api.Live;
import cloud.atek.api.adb.KeyPath;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Things for one caller.
record Things(Caller caller) implements ThingsApi {

    /// Streams whose readers went away.
    static final Semaphore ENDED = new Semaphore(0);

    static final String SECRET = "the secret of /etc/shadow";

    @Override
    public Thing put(KeyPath path, Thing thing) {
        return new Thing(path.toString(), thing.count() + 1, thing.tags());
    }

    @Override
    public List<Thing> list(@Nullable Integer limit) {
        return Collections.nCopies(limit == null ? 2 : limit, new Thing("a", 1, null));
    }

    @Override
    public @Nullable String nothing() {
        return null;
    }

    @Override
    public void forget(String name) {
        switch (name) {
            case "refused" -> throw new RpcException(-32050, "not today");
            case "bad" -> throw new IllegalArgumentException("want another name");
            case "broken" -> throw new IllegalStateException(SECRET);
            default -> {
                // Forgotten.
            }
        }
    }

    @Override
    public String whoami() {
        return caller.user() + " by " + caller.service();
    }

    @Override
    public int twice(int number) {
        return 2 * number;
    }

    /// Up to 100; then until the reader is gone.
    @Override
    public Live<Counted> count(int to) {
        if (to < 0) {
            throw new RpcException(-32050, "want a number from 0");
        }
        return new Served<>(reader -> {
            for (int i = 1; i <= Math.min(to, 100); i++) {
                reader.send(new LiveEvent("" + i, "number", "{\"number\":" + i + "}"));
            }
            if (to > 100) {
                var gone = new CountDownLatch(1);
                reader.whenGone(gone::countDown);
                awaitEnd(gone);
                ENDED.release();
            }
            throw new RpcException(-32051, "no more numbers");
        });
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Object broken() {
        throw new AssertionError(SECRET);
    }

    @Override
    public Object odd() {
        return new Odd();
    }

    /// No bean for Jackson.
    private static final class Odd {}
}
