package cloud.atek.host.sandbox;

import cloud.atek.api.services.Protection.Missing;
import cloud.atek.host.process.Sandbox;
import java.util.List;

/// What this machine can do to confine services.
public sealed interface SandboxFound {

    /// @param layers what confines every service; empty when no sandbox was asked for
    /// @param missing what could confine them and does not, with what to do
    record Usable(Sandbox sandbox, List<String> layers, List<Missing> missing)
            implements SandboxFound {}

    /// No service may be started.
    ///
    /// @param reason what is missing and what to do, in sentences
    record Unusable(String reason) implements SandboxFound {}
}
