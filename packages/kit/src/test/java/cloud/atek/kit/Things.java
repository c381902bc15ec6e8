package cloud.atek.kit;

import cloud.atek.api.adb.KeyPath;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Things for one caller.
record Things(Caller caller) implements ThingsApi {

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
