package cloud.atek.host.gateway;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import org.jspecify.annotations.Nullable;

/// Something that was done on this host, or that it refused to do. It holds names and no params.
///
/// @param caller who; null for the host by itself
/// @param what an API and its method, or an event such as `service crashed`
/// @param target to what; null for the whole host
/// @param note one short sentence of the host's own, null when nothing is to be said
public record Deed(
        @Nullable Caller caller,
        String what,
        @Nullable Target target,
        Ending ending,
        @Nullable String note) {

    /// To what something is done, by its names at that time.
    ///
    /// @param kind `service`, `user`, `session`, `api`, `config` or `host` (in the network)
    /// @param owner the user whose it is, who may hear of it too
    public record Target(String kind, String name, @Nullable String key, @Nullable UserKey owner) {

        public static Target service(ServiceId id, ServiceKey key, UserKey owner) {
            return new Target("service", id.value(), key.value(), owner);
        }

        /// A service of which only the name is known that somebody used for it.
        public static Target service(String named) {
            return new Target("service", named, null, null);
        }

        public static Target user(String username, @Nullable UserKey key) {
            return new Target("user", username, key == null ? null : key.value(), key);
        }
    }

    /// How it ended.
    public sealed interface Ending {

        Ending DONE = new Done();

        record Done() implements Ending {}

        /// He may not.
        ///
        /// @param code of the error
        record Refused(int code) implements Ending {}

        /// He may, and it did not work.
        ///
        /// @param code of the error
        record Failed(int code) implements Ending {}
    }

    /// What the host did by itself, or what happened to it.
    ///
    /// @param event such as `service crashed`
    public static Deed ofTheHost(String event, @Nullable Target target, @Nullable String note) {
        return new Deed(null, event, target, Ending.DONE, note);
    }
}
