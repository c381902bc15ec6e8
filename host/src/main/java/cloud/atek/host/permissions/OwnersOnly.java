package cloud.atek.host.permissions;

import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Permissions;
import cloud.atek.host.gateway.Use;
import cloud.atek.host.registry.Endpoint;

/// The rule of the house, within which grants count: a user and his programs may use what is his
/// and what belongs to the household. The host itself may use all.
public final class OwnersOnly implements Permissions {

    @Override
    public boolean allow(Caller.Known caller, Endpoint endpoint, Use use) {
        return caller.via() instanceof Caller.Via.Host
                || endpoint.owner().equals(UserKey.SYSTEM)
                || endpoint.owner().equals(caller.user());
    }
}
