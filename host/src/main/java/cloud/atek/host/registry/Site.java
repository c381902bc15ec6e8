package cloud.atek.host.registry;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.nio.file.Path;

/// What a browser finds under the name of a service.
public sealed interface Site {

    ServiceKey key();

    ServiceId id();

    UserKey owner();

    /// A running process that answers HTTP on its socket.
    record Live(ServiceKey key, ServiceId id, UserKey owner, Path socket) implements Site {}

    /// A folder of web files.
    ///
    /// @param root an absolute folder
    record Folder(ServiceKey key, ServiceId id, UserKey owner, Path root) implements Site {}

    /// An installed service that does not run now.
    ///
    /// @param reason one sentence that says why
    record Down(ServiceKey key, ServiceId id, UserKey owner, String reason) implements Site {}
}
