package cloud.atek.host.registry;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;

/// What the registry knows about a wanted API.
public sealed interface Route {

    record Found(Endpoint endpoint) implements Route {}

    /// No service that the caller may use exports it.
    record NotExported() implements Route {}

    /// It is exported by a service that sleeps or starts: [Registry#await] brings it.
    record Coming(ServiceKey key, ServiceId id) implements Route {}

    /// It is exported by a service that does not run now.
    record Stopped(ServiceId id) implements Route {}
}
