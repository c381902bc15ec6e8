package cloud.atek.host.edge;

import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How many WebSockets each user has open: a page that opens them without end takes no more than
/// its user's share, and all strangers together no more than one user. Thread-safe.
final class SocketCount {

    private final Map<Optional<UserKey>, Integer> open = new ConcurrentHashMap<>();

    /// Counts one more; false when he has too many.
    boolean take(Visit visit) {
        int now = open.merge(user(visit), 1, Integer::sum);
        if (now > Limits.SOCKETS_OF_ONE_USER_MAX) {
            give(visit);
            return false;
        }
        return true;
    }

    void give(Visit visit) {
        open.computeIfPresent(user(visit), (_, count) -> count > 1 ? count - 1 : null);
    }

    private static Optional<UserKey> user(Visit visit) {
        return visit.known().map(Caller.Known::user);
    }
}
