package cloud.atek.host.services;

import cloud.atek.api.services.ServiceInfo;

/// What became of a wish.
public sealed interface Result {

    record Done(ServiceInfo service) implements Result {}

    /// @param message one plain sentence; what a compiler said may follow on lines of its own
    record Refused(String message) implements Result {}
}
