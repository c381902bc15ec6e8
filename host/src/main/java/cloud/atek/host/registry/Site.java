package cloud.atek.host.registry;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceInfo.State;
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
    /// @param why how it is with it
    record Down(ServiceKey key, ServiceId id, UserKey owner, Why why) implements Site {

        /// Whether it comes to whoever waits for it.
        public boolean comes() {
            return why.comes();
        }

        public String reason() {
            return why.reason();
        }
    }

    /// Why a service does not run.
    ///
    /// @param comes whether it is about to run, or is started by whoever asks for it
    /// @param reason one sentence
    record Why(State state, boolean comes, String reason) {}
}
