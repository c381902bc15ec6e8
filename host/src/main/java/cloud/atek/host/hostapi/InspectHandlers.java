package cloud.atek.host.hostapi;

import cloud.atek.api.inspect.InspectApi;
import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.Settings;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.rpc.RpcError;
import cloud.atek.rpc.RpcError.Code;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.IntSupplier;

/// `atek.cloud/inspect-api`. Its being there at all says that the host is ready.
///
/// @param port the one that is listened on, which the file may leave to the system
public record InspectHandlers(Settings settings, IntSupplier port) {

    public ApiTable table() {
        return ApiTable.of(InspectApi.ID)
                .method("isReady", Policy.KNOWN, Audited.NO, _ -> Outcome.value(true))
                .method("getConfig", Policy.ADMIN, Audited.NO, _ -> Outcome.value(values()))
                .method(
                        "describeConfig",
                        Policy.ADMIN,
                        Audited.NO,
                        _ -> Outcome.value(settings.report()))
                .method(
                        "setConfig",
                        Policy.ADMIN,
                        Audited.of(
                                _ -> new Target("config", "", null, null), InspectHandlers::keys),
                        call -> change(call.params().required(0, ObjectNode.class)))
                .build();
    }

    /// Which keys were changed, not to what.
    private static Target keys(JsonNode changed) {
        var keys = new ArrayList<String>();
        changed.path("changed").forEach(key -> keys.add(key.asText()));
        return new Target("config", String.join(", ", keys), null, null);
    }

    private JsonNode values() {
        return settings.values().put("port", port.getAsInt());
    }

    private Outcome change(ObjectNode patch) {
        try {
            return Outcome.value(settings.change(patch));
        } catch (BadConfigException e) {
            return new Outcome.Failed(
                    new RpcError(Code.INVALID_PARAM, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return new Outcome.Failed(
                    new RpcError(
                            Code.FAILED, "config.json could not be written; the log says why"));
        }
    }
}
