package cloud.atek.services.earthstar;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.kit.Caller;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pub in a folder, and its API as different callers have it.
record TestPub(Pub pub) implements AutoCloseable {

    private static final ServiceKey SELF = new ServiceKey("core.earthstar");

    static TestPub open(Path dir) throws IOException {
        return new TestPub(Pub.open(SELF, dir.resolve("data"), new PeerSync.Ways(dir, Map.of())));
    }

    EarthstarApi as(String user, String service) {
        var caller = new Caller(new UserKey(user), new ServiceKey(service));
        return new CallerEarthstar(pub, new Subscriptions(), caller);
    }

    EarthstarApi inPerson(String user) {
        return as(user, SELF.value());
    }

    EarthstarApi host() {
        return as("system", "system");
    }

    /// As it is after a journey.
    static JsonNode json(@Nullable Object value) {
        try {
            return MessageCodec.JSON.readTree(
                    value instanceof String text
                            ? text
                            : MessageCodec.JSON.writeValueAsString(value));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        pub.close();
    }
}
