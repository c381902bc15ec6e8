package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;

/// Starts services anew when something is granted or taken back that a process has from its start
/// to its end.
@FunctionalInterface
public interface Renewal {

    /// Starts it anew, if it runs.
    ///
    /// @param more whether it was granted something: then one that was stopped because it took too
    ///   much is started, too
    void renew(ServiceKey service, boolean more);
}
