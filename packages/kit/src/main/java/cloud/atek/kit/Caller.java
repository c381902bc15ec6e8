package cloud.atek.kit;

import static cloud.atek.api.AuthHeaders.DATABASE;
import static cloud.atek.api.AuthHeaders.SERVICE;
import static cloud.atek.api.AuthHeaders.TICKET;
import static cloud.atek.api.AuthHeaders.USER;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.wire.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who asks, as the host says: it alone writes these headers.
///
/// @param user whose authority the call has
/// @param service the calling service; for a browser the called service itself, for the host
///   `system`
/// @param database one that is not the calling service's own and that its user lets it use, for the
///   service that keeps databases; null for none
/// @param ticket to act for this caller, until his call is answered; null where the host gave none,
///   as with a WebSocket
public record Caller(
        UserKey user, ServiceKey service, @Nullable String database, @Nullable Ticket ticket) {

    /// What stands for the host where a service key is expected.
    public static final ServiceKey HOST = new ServiceKey("system");

    /// One with nothing but what is his.
    public Caller(UserKey user, ServiceKey service) {
        this(user, service, null, null);
    }

    /// Empty when the request came without the host's headers, for example its readiness probe.
    public static Optional<Caller> of(Request request) {
        List<String> users = request.headers().all(USER);
        List<String> services = request.headers().all(SERVICE);
        List<String> databases = request.headers().all(DATABASE);
        List<String> tickets = request.headers().all(TICKET);
        if (users.size() != 1
                || services.size() != 1
                || databases.size() > 1
                || tickets.size() > 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Caller(
                            new UserKey(users.getFirst()),
                            new ServiceKey(services.getFirst()),
                            databases.isEmpty() ? null : databases.getFirst(),
                            tickets.isEmpty() ? null : new Ticket(tickets.getFirst())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
