package cloud.atek.kit;

import cloud.atek.api.ApiId;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import com.googlecode.jsonrpc4j.ProxyUtil;
import java.io.IOException;
import java.lang.reflect.Modifier;

/// The APIs that other services and the host export, called through the host's gateway.
/// Thread-safe.
public final class HostApis implements AutoCloseable {

    private final HttpClient http;
    private final Gateway gateway;
    private final boolean whole;

    public HostApis(ServiceEnvironment environment) {
        this.http = new HttpClient();
        this.gateway = new Gateway(environment, http, null);
        this.whole = true;
    }

    private HostApis(HostApis all, Ticket ticket) {
        this.http = all.http;
        this.gateway = all.gateway.showing(ticket);
        this.whole = false;
    }

    /// The same APIs, called for a caller while he waits: it is allowed what both may, he and this
    /// service, and who is called hears of both. So a service that may do much cannot be made to do
    /// it for one that may do little. Cheap; made for each call anew, and not to be closed.
    ///
    /// @throws IllegalArgumentException when the host gave no ticket with the call
    public HostApis onBehalfOf(Caller caller) {
        Ticket ticket = caller.ticket();
        if (ticket == null) {
            throw new IllegalArgumentException(
                    "want the caller of a JSON-RPC call: only with those the host gives a ticket");
        }
        return new HostApis(this, ticket);
    }

    /// The API whose interface has a constant `ApiId ID`.
    public <A> A api(Class<A> api) {
        return api(id(api), api);
    }

    /// An object that calls: its methods block until the answer is there.
    ///
    /// They throw [RpcException] with the code and message of the answer, or with
    /// [cloud.atek.rpc.RpcError.Code#UNREACHABLE] when the host gave none.
    public <A> A api(ApiId id, Class<A> api) {
        return ProxyUtil.createClientProxy(
                api.getClassLoader(), api, new GatewayClient(id, gateway));
    }

    /// Sends plain HTTP to an API with transport `proxy`. Bodies go and come as they are read, so
    /// they may be longer than the memory.
    ///
    /// @param request any method but POST; its target is `/` and a query for the API, such as
    ///   `/?db=main&path=/a`
    /// @return what the service, or the host for it, answered; to be closed
    /// @throws IOException when the host gave no answer
    public Response send(ApiId api, Request request) throws IOException {
        return gateway.send(api, request);
    }

    private static ApiId id(Class<?> api) {
        try {
            var field = api.getField("ID");
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ApiId id) {
                return id;
            }
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new IllegalArgumentException(noId(api), e);
        }
        throw new IllegalArgumentException(noId(api));
    }

    private static String noId(Class<?> api) {
        return api.getName() + " has no public constant ApiId ID: give its id";
    }

    /// Ends the connections to the host; of what [#onBehalfOf] gave, does nothing.
    @Override
    public void close() {
        if (whole) {
            http.close();
        }
    }
}
