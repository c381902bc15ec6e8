package cloud.atek.host.gateway;

import cloud.atek.api.AuthHeaders;
import cloud.atek.api.ServiceKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the host tells a service of its caller.
public final class Introduction {

    private Introduction() {}

    /// Header lines, by their names.
    ///
    /// @param database see [Permissions#database]; null for none
    public static Map<String, String> of(
            Caller.Known caller, ServiceKey target, @Nullable String database) {
        var lines = new LinkedHashMap<String, String>();
        lines.put(AuthHeaders.USER, caller.user().value());
        lines.put(AuthHeaders.SERVICE, caller.serviceHeader(target));
        if (caller.behalf() != null) {
            lines.put(AuthHeaders.FOR, caller.forHeader(target));
        }
        if (database != null) {
            lines.put(AuthHeaders.DATABASE, database);
        }
        return lines;
    }
}
