package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller.Via;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The tokens of the host and of running services, as hashes. Thread-safe; lives in memory alone.
public final class Bearers {

    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /// Whom a token speaks for, and how he comes.
    record Holder(UserKey user, Via via) {}

    /// From now on whoever holds this token is the host.
    public void trustHost(String token) {
        holders.put(TokenHash.of(token), new Holder(UserKey.SYSTEM, new Via.Host()));
    }

    /// From now on whoever holds this token is this service, acting for its owner.
    ///
    /// @param core whether the host brings that service along
    public void trust(String token, ServiceKey service, UserKey owner, boolean core) {
        holders.put(TokenHash.of(token), new Holder(owner, new Via.Program(service, core)));
    }

    /// The service has stopped: its tokens prove nothing any more.
    public void distrust(ServiceKey service) {
        holders.values()
                .removeIf(holder ->
                        holder.via() instanceof Via.Program(var key, _) && key.equals(service));
    }

    Optional<Holder> find(String token) {
        return Optional.ofNullable(holders.get(TokenHash.of(token)));
    }
}
