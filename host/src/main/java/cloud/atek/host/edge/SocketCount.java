package cloud.atek.host.edge;

import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many WebSockets each user has open: a page that opens them without end takes no more than
/// its user's share. Thread-safe.
final class SocketCount {

    private final Map<UserKey, Integer> open = new ConcurrentHashMap<>();

    /// Counts one more; false when he has too many.
    boolean take(Caller.Known caller) {
        int now = open.merge(caller.user(), 1, Integer::sum);
        if (now > Limits.SOCKETS_OF_ONE_USER_MAX) {
            give(caller);
            return false;
        }
        return true;
    }

    void give(Caller.Known caller) {
        open.computeIfPresent(caller.user(), (_, count) -> count > 1 ? count - 1 : null);
    }
}
