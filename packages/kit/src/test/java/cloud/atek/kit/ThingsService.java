package cloud.atek.kit;

import cloud.atek.wire.Answer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.Message;

/// A real service for tests.
public final class ThingsService {

    private ThingsService() {}

    public static void main(String[] args) {
        Service.fromEnvironment()
                .page("/", _ -> Response.text(200, "things"))
                .handle("/host", ThingsService::host)
                .export("/_api/things", ThingsApi.class, Things::new)
                .webSocket(
                        "/_api/echo",
                        socket -> {
                            while (socket.receive() instanceof Message.Text(String text)) {
                                socket.send(text);
                            }
                        })
                .serve();
    }

    /// Calls the same API through the host.
    private static Answer host(Request request) {
        try (var apis = new HostApis(ServiceEnvironment.current())) {
            return Response.text(200, apis.api(ThingsApi.class).whoami());
        } catch (RpcException e) {
            return Response.text(200, e.code() + " " + e.getMessage());
        }
    }
}
