package cloud.atek.host.hostapi;

import cloud.atek.api.inspect.InspectApi;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.HostConfig;

/// `atek.cloud/inspect-api`. Its being there at all says that the host is ready.
public final class InspectHandlers {

    private InspectHandlers() {}

    public static ApiTable table(HostConfig config) {
        return ApiTable.of(InspectApi.ID)
                .method("isReady", Policy.KNOWN, Audited.NO, _ -> Outcome.value(true))
                .method("getConfig", Policy.ADMIN, Audited.NO, _ -> Outcome.value(ConfigFile.shown(config)))
                .build();
    }
}
