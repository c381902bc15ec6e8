package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;

/// The part of the domain that a request is for.
sealed interface Place {

    Authority authority();

    /// The domain itself, or a name of the machine that stands for it.
    record Root(Authority authority) implements Place {}

    /// The subdomain of a service, which need not exist.
    record Service(Authority authority, ServiceId id) implements Place {}
}
