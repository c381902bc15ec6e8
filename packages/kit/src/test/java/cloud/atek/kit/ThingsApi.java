package cloud.atek.kit;

import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import cloud.atek.api.adb.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that an API's methods may look like.
public interface ThingsApi {

    ApiId ID = new ApiId("example.com/things");

    Thing put(KeyPath path, Thing thing);

    List<Thing> list(@Nullable Integer limit);

    @Nullable String nothing();

    void forget(String name);

    String whoami();

    int twice(int number);

    Live<Counted> count(int to);

    Object broken();

    Object odd();

    record Counted(String event, int number) {}

    /// @param count from 0
    record Thing(String name, int count, @Nullable List<String> tags) {
        public Thing {
            if (count < 0) {
                throw new IllegalArgumentException("count " + count + " is negative");
            }
        }
    }
}
