package cloud.atek.host.registry;

import cloud.atek.api.ServiceKey;
import java.time.Instant;

/// Brings a service up for whoever asks for it.
@FunctionalInterface
public interface Wake {

    /// Starts it when it sleeps, and waits while it starts. Blocks; many may wait for one.
    ///
    /// @return whether it runs now: what the registry said of it before is out of date
    boolean await(ServiceKey service, Instant deadline);
}
