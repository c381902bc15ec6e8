package cloud.atek.host.install;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.host.egress.Dialer;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Whom builds may fetch from, and how they get there. A package cannot name others, so a build can
/// neither look around in the home nor tell strangers what it finds.
///
/// @param hosts asked anew for each build
public record Registries(Supplier<Set<HostPort>> hosts, Dialer dialer) {

    /// Reads what the settings say.
    ///
    /// @param texts each `host` or `host:port`; without a port it is that of https
    public static Set<HostPort> read(List<String> texts) {
        return texts.stream().map(Registries::read).collect(Collectors.toUnmodifiableSet());
    }

    private static HostPort read(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new HostPort(text, HostPort.HTTPS_PORT)
                : new HostPort(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
