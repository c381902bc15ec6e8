package cloud.atek.host.hostapi;

import cloud.atek.host.users.People;
import java.util.List;

/// The tables of all APIs that the host itself answers, to look at: their handlers fail when they
/// are called, for they have nothing to work with.
public final class HostTables {

    private HostTables() {}

    @SuppressWarnings("NullAway")
    public static List<ApiTable> all() {
        var people = new People(null, null, null, null);
        return List.of(
                new AuditHandlers(null).table(),
                new EventHandlers(null).table(),
                new InspectHandlers(null, () -> 0).table(),
                new ServiceHandlers(null, null, null).table(),
                new PermissionHandlers(null).table(),
                new SessionHandlers(people).table(),
                new UserHandlers(
                                people,
                                new InviteHandlers(null, () -> null),
                                new ProofHandlers(people, () -> ""),
                                new LeavingHandlers(null),
                                _ -> {})
                        .table());
    }
}
