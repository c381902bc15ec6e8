package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import java.util.Optional;

/// Which service each user sees at the root of the domain. Asked on every request there, so it must
/// not touch the disk.
@FunctionalInterface
public interface MainSites {

    /// @return empty when the user has chosen none
    Optional<ServiceId> of(UserKey user);
}
