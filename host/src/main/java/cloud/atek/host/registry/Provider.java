package cloud.atek.host.registry;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.util.List;
import java.util.Map;

/// A service that exports a wanted API.
///
/// @param meta what it says of itself in `exports[].meta`
/// @param events the topics that it may tell of for this API
/// @param route how to reach it now; never [Route.NotExported]
public record Provider(
        ServiceKey service,
        ServiceId id,
        UserKey owner,
        Map<String, String> meta,
        List<String> events,
        Route route) {}
