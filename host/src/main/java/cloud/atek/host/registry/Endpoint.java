package cloud.atek.host.registry;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.nio.file.Path;

/// Where one running service answers one API.
///
/// @param socket the unix socket it listens on
/// @param path the HTTP path its manifest gives for the API, such as `/_api/adb`
public record Endpoint(ServiceKey service, ServiceId id, UserKey owner, Path socket, String path) {}
