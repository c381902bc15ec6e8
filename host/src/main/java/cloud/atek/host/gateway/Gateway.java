package cloud.atek.host.gateway;

import static cloud.atek.rpc.RpcError.Code.DENIED;
import static cloud.atek.rpc.RpcError.Code.NOT_FOUND;
import static cloud.atek.rpc.RpcError.Code.PARSE_ERROR;
import static cloud.atek.rpc.RpcError.Code.UNREACHABLE;

import cloud.atek.api.ApiId;
import cloud.atek.api.Transport;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Route;
import cloud.atek.rpc.Envelope;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one road between services: find, permit, forward.
///
/// It reads the method name and never the params: those belong to the two services, and are
/// forwarded as the bytes that came. The host's own APIs come first, so that no service can stand
/// in for one. Thread-safe; [#call] blocks its (virtual) thread until the answer is there.
public final class Gateway {

    /// Stands for all that is said on a WebSocket, where a method is asked for.
    public static final String SOCKET = "*";

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final MessageCodec codec = new MessageCodec();
    private final Map<ApiId, HostApi> hostApis = new ConcurrentHashMap<>();
    private final Registry registry;
    private final Permissions permissions;
    private final ServiceLink link;
    private final Audit audit;

    public Gateway(Registry registry, Permissions permissions, ServiceLink link) {
        this(registry, permissions, link, Audit.NONE);
    }

    /// @param audit where it is written down what the gateway denies, and what the host's own APIs
    ///   do
    public Gateway(Registry registry, Permissions permissions, ServiceLink link, Audit audit) {
        this.registry = registry;
        this.permissions = permissions;
        this.link = link;
        this.audit = audit;
    }

    /// From now on the host answers this API. Those of the first minutes of a start are fewer than
    /// later: an API that is not there yet is not found.
    public void serve(HostApi api) {
        hostApis.put(api.id(), api.auditedBy(audit));
    }

    /// As [#call(Caller, String, byte[], boolean)], for a caller that takes no stream.
    public Reply call(Caller caller, String wanted, byte[] request) {
        return call(caller, wanted, request, false);
    }

    /// Answers one call. Never throws for what a caller or a service did wrong: that is a failure
    /// in the answer.
    ///
    /// @param wanted the `api` parameter as it came
    /// @param request the body as it came
    /// @param events whether the caller takes a stream of events too
    public Reply call(Caller caller, String wanted, byte[] request, boolean events) {
        Envelope envelope;
        try {
            envelope = Envelope.read(request);
        } catch (MalformedMessageException e) {
            return caller instanceof Caller.Nobody
                    ? new Reply.Unauthorized()
                    : failure(NullNode.getInstance(), e.error());
        }
        Optional<ApiId> api = apiId(wanted);
        HostApi host = api.map(hostApis::get).orElse(null);
        if (host != null) {
            return host.call(caller, envelope, request);
        }
        if (!(caller instanceof Caller.Known known)) {
            return new Reply.Unauthorized();
        }
        return api.map(id -> callService(known, id, new Call(envelope, request, events)))
                .orElseGet(() -> notFound(envelope, wanted));
    }

    /// @param request as it came
    @SuppressWarnings("ArrayRecordComponent") // Forwarded, never compared.
    private record Call(Envelope envelope, byte[] request, boolean events) {}

    private Reply callService(Caller.Known caller, ApiId api, Call call) {
        Envelope envelope = call.envelope();
        return switch (route(Transport.RPC, api, caller)) {
            case Route.NotExported _ -> notFound(envelope, api.value());
            case Route.Coming(_, var id) ->
                    failure(envelope.id(), new RpcError(UNREACHABLE, id + " is stopped"));
            case Route.Stopped(var id) ->
                    failure(envelope.id(), new RpcError(UNREACHABLE, id + " is stopped"));
            case Route.Found(Endpoint endpoint)
                    when !permissions.allow(caller, endpoint, api, envelope.method()) -> {
                denied(caller, endpoint, api, envelope.method());
                yield failure(
                        envelope.id(),
                        new RpcError(
                                DENIED, "Not allowed: %s of %s".formatted(envelope.method(), api)));
            }
            case Route.Found(Endpoint endpoint) -> forward(caller, endpoint, call);
        };
    }

    private Reply forward(Caller.Known caller, Endpoint endpoint, Call call) {
        Envelope envelope = call.envelope();
        Sent sent;
        try {
            sent =
                    call.events()
                            ? link.open(caller, endpoint, call.request())
                            : new Sent.Whole(link.send(caller, endpoint, call.request()));
        } catch (IOException e) {
            String id = CallContext.current().id();
            log.warn("call {}: {} did not answer {}", id, endpoint.id(), envelope.method(), e);
            return failure(
                    envelope.id(),
                    new RpcError(UNREACHABLE, endpoint.id() + " did not answer (call " + id + ")"));
        }
        return switch (sent) {
            case Sent.Stream(var stream) -> new Reply.Stream(stream);
            // A service is not trusted to answer JSON at all.
            case Sent.Whole(byte[] answer) when Envelope.isObject(answer) ->
                    new Reply.Answer(answer, null);
            case Sent.Whole _ -> failure(envelope.id(), new RpcError(PARSE_ERROR, "Parse error"));
        };
    }

    /// Decides whether `caller` may speak to the `proxy` API that he wants.
    ///
    /// @param method of the HTTP request that is passed on, or [#SOCKET]
    public Proxied proxy(Caller caller, String wanted, String method) {
        if (!(caller instanceof Caller.Known known)) {
            return new Proxied.Refused(401, "Log in first");
        }
        Optional<ApiId> api = apiId(wanted);
        Route route =
                api.map(id -> route(Transport.PROXY, id, known)).orElseGet(Route.NotExported::new);
        return switch (route) {
            case Route.NotExported _ ->
                    new Proxied.Refused(404, "No service exports this API with transport proxy");
            case Route.Coming(_, var id) -> new Proxied.Refused(502, id + " is stopped");
            case Route.Stopped(var id) -> new Proxied.Refused(502, id + " is stopped");
            case Route.Found(Endpoint endpoint)
                    when !permissions.allow(known, endpoint, api.orElseThrow(), method) -> {
                denied(known, endpoint, api.orElseThrow(), method);
                yield new Proxied.Refused(403, "Not allowed: " + api.orElseThrow());
            }
            case Route.Found(Endpoint endpoint) -> new Proxied.To(known, endpoint);
        };
    }

    private void denied(Caller.Known caller, Endpoint endpoint, ApiId api, String method) {
        audit.record(
                new Deed(
                        caller,
                        api + " " + method,
                        Deed.Target.service(endpoint.id(), endpoint.service(), endpoint.owner()),
                        new Deed.Ending.Refused(DENIED),
                        null));
    }

    /// Waits for a service that sleeps or starts, as long as the caller would for its answer.
    private Route route(Transport transport, ApiId api, Caller.Known caller) {
        Route route = find(transport, api, caller);
        if (route instanceof Route.Coming(var key, var id)) {
            boolean there = registry.await(key, CallContext.current().deadline());
            route = there ? find(transport, api, caller) : new Route.Stopped(id);
        }
        return route instanceof Route.Coming(_, var id) ? new Route.Stopped(id) : route;
    }

    private Route find(Transport transport, ApiId api, Caller.Known caller) {
        return caller.via() instanceof Caller.Via.Host
                ? registry.findEverywhere(transport, api)
                : registry.find(transport, api, caller.user());
    }

    private static Optional<ApiId> apiId(String wanted) {
        try {
            return Optional.of(new ApiId(wanted));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Reply notFound(Envelope envelope, String wanted) {
        String match =
                MessageCodec.JSON
                        .createObjectNode()
                        .put("transport", "rpc")
                        .put("api", wanted)
                        .toString();
        return failure(
                envelope.id(),
                new RpcError(NOT_FOUND, "No service available which matches " + match));
    }

    private Reply failure(JsonNode id, RpcError error) {
        return new Reply.Answer(codec.write(new Message.Failure(id, error)), null);
    }
}
