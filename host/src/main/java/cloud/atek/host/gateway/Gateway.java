package cloud.atek.host.gateway;

import static cloud.atek.rpc.RpcError.Code.DENIED;
import static cloud.atek.rpc.RpcError.Code.NOT_FOUND;
import static cloud.atek.rpc.RpcError.Code.PARSE_ERROR;
import static cloud.atek.rpc.RpcError.Code.UNREACHABLE;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.host.registry.Endpoint;
import cloud.atek.host.registry.Provider;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Route;
import cloud.atek.rpc.Batch;
import cloud.atek.rpc.Envelope;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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

    private static final Proxied NO_PROXY =
            new Proxied.Refused(404, "No service exports this API with transport proxy");

    private final MessageCodec codec = new MessageCodec();
    private final Map<ApiId, HostApi> hostApis = new ConcurrentHashMap<>();
    private final Batches batches = new Batches();
    private final Tallies tallies = new Tallies();
    private final Tickets tickets = new Tickets();
    private final OpenUses open = new OpenUses();
    private final Routing routing;
    private final Permissions permissions;
    private final ServiceLink link;
    private final Audit audit;

    public Gateway(Registry registry, Permissions permissions, ServiceLink link) {
        this(registry, permissions, link, Choices.NONE, Audit.NONE);
    }

    /// @param choices asked where several services could answer
    /// @param audit where it is written down what the gateway denies, and what the host's own APIs
    ///   do
    public Gateway(
            Registry registry,
            Permissions permissions,
            ServiceLink link,
            Choices choices,
            Audit audit) {
        this.routing = new Routing(registry, choices, permissions);
        this.permissions = permissions;
        this.link = link;
        this.audit = audit;
    }

    /// From now on the host answers this API. Those of the first minutes of a start are fewer than
    /// later: an API that is not there yet is not found.
    public void serve(HostApi api) {
        hostApis.put(api.id(), api.auditedBy(audit));
    }

    /// What goes to each service.
    public Tallies tallies() {
        return tallies;
    }

    /// By which services call on behalf of their callers.
    public Tickets tickets() {
        return tickets;
    }

    /// What calls have opened and lasts.
    public OpenUses open() {
        return open;
    }

    /// All that could answer an API for a caller, in the order in which they are asked.
    public List<Provider> providers(Transport transport, ApiId api, Caller.Known caller) {
        return routing.providers(transport, api, caller);
    }

    /// Answers one call, for a caller that takes no stream.
    ///
    /// @param api the API's id, perhaps
    public Reply call(Caller caller, String api, byte[] request) {
        return call(caller, Wanted.api(api), request, Terms.WHOLE);
    }

    /// Answers one call, or a batch. Never throws for what a caller or a service did wrong: that is
    /// a failure in the answer.
    ///
    /// @param request the body as it came
    public Reply call(Caller caller, Wanted wanted, byte[] request, Terms terms) {
        if (!Batch.begins(request)) {
            return one(caller, wanted, request, terms);
        }
        try {
            return batches.answer(request, each -> one(caller, wanted, each, Terms.WHOLE));
        } catch (MalformedMessageException e) {
            return malformed(caller, e);
        }
    }

    private Reply one(Caller caller, Wanted wanted, byte[] request, Terms terms) {
        Envelope envelope;
        try {
            envelope = Envelope.read(request);
        } catch (MalformedMessageException e) {
            return malformed(caller, e);
        }
        HostApi host = Routing.apiId(wanted.api()).map(hostApis::get).orElse(null);
        if (host == null && caller instanceof Caller.Nobody) {
            return new Reply.Unauthorized();
        }
        Optional<Use> use = use(wanted, envelope.method(), new Use.Content.Call(request));
        Optional<String> refusal = refusal(caller, use);
        if (refusal.isPresent()) {
            denied((Caller.Known) caller, api(wanted), wanted, envelope.method());
            return failure(envelope.id(), new RpcError(DENIED, refusal.get()));
        }
        if (host != null && !reachesHost(caller, use)) {
            denied((Caller.Known) caller, api(wanted), wanted, envelope.method());
            return failure(envelope.id(), notAllowed(wanted, envelope.method()));
        }
        if (host != null) {
            return watched(caller, use, host.call(caller, envelope, request, terms));
        }
        return use.map(known ->
                        callService(
                                (Caller.Known) caller,
                                wanted,
                                new Call(envelope, known, request, terms)))
                .orElseGet(() -> notFound(envelope, wanted));
    }

    /// Who exports an API of the host's does not get the host's by it.
    private boolean reachesHost(Caller caller, Optional<Use> use) {
        return !(caller instanceof Caller.Known known)
                || use.filter(one -> permissions.mayReach(known, ServiceKey.HOST, one)).isPresent();
    }

    private static RpcError notAllowed(Wanted wanted, String method) {
        return new RpcError(DENIED, "Not allowed: %s of %s".formatted(method, wanted.api()));
    }

    /// A stream of the host's own.
    private Reply watched(Caller caller, Optional<Use> use, Reply reply) {
        return reply instanceof Reply.Stream(InputStream events)
                ? new Reply.Stream(
                        open.watched(events, () -> refusal(caller, use).isEmpty(), () -> {}))
                : reply;
    }

    private Reply malformed(Caller caller, MalformedMessageException e) {
        return caller instanceof Caller.Nobody
                ? new Reply.Unauthorized()
                : failure(NullNode.getInstance(), e.error());
    }

    /// Empty for what cannot be the name of an API.
    private static Optional<Use> use(Wanted wanted, String method, Use.Content content) {
        return Routing.apiId(wanted.api()).map(api -> new Use(api, method, content));
    }

    private Optional<String> refusal(Caller caller, Optional<Use> use) {
        return caller instanceof Caller.Known known
                ? use.flatMap(one -> permissions.refusal(known, one))
                : Optional.empty();
    }

    /// @param request as it came
    @SuppressWarnings("ArrayRecordComponent") // Forwarded, never compared.
    private record Call(Envelope envelope, Use use, byte[] request, Terms terms) {}

    private Reply callService(Caller.Known caller, Wanted wanted, Call call) {
        Envelope envelope = call.envelope();
        return switch (routing.find(Transport.RPC, caller, wanted)) {
            case Route.NotExported _ -> notFound(envelope, wanted);
            case Route.Coming(_, var id) ->
                    failure(envelope.id(), new RpcError(UNREACHABLE, id + " is stopped"));
            case Route.Stopped(var id) ->
                    failure(envelope.id(), new RpcError(UNREACHABLE, id + " is stopped"));
            case Route.Found(Endpoint endpoint)
                    when !permissions.allow(caller, endpoint, call.use()) -> {
                denied(caller, service(endpoint), wanted, envelope.method());
                yield failure(envelope.id(), notAllowed(wanted, envelope.method()));
            }
            case Route.Found(Endpoint endpoint) -> forward(caller, endpoint, call);
        };
    }

    private Reply forward(Caller.Known caller, Endpoint endpoint, Call call) {
        Envelope envelope = call.envelope();
        Tallies.Tally tally = tallies.of(endpoint.socket());
        tally.call(call.request().length);
        Tickets.Issued ticket = tickets.issue(endpoint.service(), caller);
        Sent sent = null;
        try {
            sent = sent(caller, endpoint, call, ticket);
        } catch (IOException e) {
            return silent(endpoint, envelope, e);
        } finally {
            if (!(sent instanceof Sent.Stream)) {
                ticket.close();
            }
        }
        return switch (sent) {
            case Sent.Stream(var stream) ->
                    new Reply.Stream(
                            open.watched(
                                    new ServiceStream(stream, endpoint.id().value(), tally),
                                    () -> allowed(caller, endpoint, call.use()),
                                    ticket::close));
            // A service is not trusted to answer JSON at all.
            case Sent.Whole(byte[] answer) when Envelope.isObject(answer) -> {
                tally.answered(answer.length);
                yield new Reply.Answer(answer, null);
            }
            case Sent.Whole _ -> failure(envelope.id(), new RpcError(PARSE_ERROR, "Parse error"));
        };
    }

    private Reply silent(Endpoint endpoint, Envelope envelope, IOException e) {
        CallContext context = CallContext.current();
        String late =
                e instanceof SocketTimeoutException
                        ? " within " + context.patience().toMillis() + " ms"
                        : "";
        log.warn(
                "call {}: {} did not answer {}: {}",
                context.id(),
                endpoint.id(),
                envelope.method(),
                e.toString());
        return failure(
                envelope.id(),
                new RpcError(
                        UNREACHABLE,
                        "%s did not answer%s (call %s)"
                                .formatted(endpoint.id(), late, context.id())));
    }

    private Sent sent(Caller.Known caller, Endpoint endpoint, Call call, Tickets.Issued ticket)
            throws IOException {
        var carried =
                new CallContext.Carried(
                        ticket.ticket(), permissions.database(caller, call.use()).orElse(null));
        return CallContext.carrying(
                carried,
                () ->
                        call.terms().events()
                                ? link.open(caller, endpoint, call.request(), call.terms())
                                : new Sent.Whole(link.send(caller, endpoint, call.request())));
    }

    private boolean allowed(Caller.Known caller, Endpoint endpoint, Use use) {
        return permissions.refusal(caller, use).isEmpty()
                && permissions.allow(caller, endpoint, use);
    }

    /// Decides whether `caller` may speak to the `proxy` API that he wants.
    ///
    /// @param method of the HTTP request that is passed on, or [#SOCKET]
    /// @param query of that request, not decoded; null for none
    public Proxied proxy(Caller caller, Wanted wanted, String method, @Nullable String query) {
        if (!(caller instanceof Caller.Known known)) {
            return new Proxied.Refused(401, "Log in first");
        }
        Optional<Use> use = use(wanted, method, new Use.Content.Http(query));
        Optional<String> refusal = refusal(caller, use);
        if (refusal.isPresent()) {
            denied(known, api(wanted), wanted, method);
            return new Proxied.Refused(403, refusal.get());
        }
        return use.map(one -> proxy(known, wanted, one)).orElse(NO_PROXY);
    }

    private Proxied proxy(Caller.Known known, Wanted wanted, Use use) {
        return switch (routing.find(Transport.PROXY, known, wanted)) {
            case Route.NotExported _ -> NO_PROXY;
            case Route.Coming(_, var id) -> new Proxied.Refused(502, id + " is stopped");
            case Route.Stopped(var id) -> new Proxied.Refused(502, id + " is stopped");
            case Route.Found(Endpoint endpoint) when !permissions.allow(known, endpoint, use) -> {
                denied(known, service(endpoint), wanted, use.method());
                yield new Proxied.Refused(403, "Not allowed: " + wanted.api());
            }
            case Route.Found(Endpoint endpoint) -> {
                tallies.of(endpoint.socket()).call(0);
                yield new Proxied.To(
                        known,
                        endpoint,
                        permissions.database(known, use).orElse(null),
                        cut -> open.watch(() -> allowed(known, endpoint, use), cut));
            }
        };
    }

    private static Deed.Target service(Endpoint endpoint) {
        return Deed.Target.service(endpoint.id(), endpoint.service(), endpoint.owner());
    }

    private static Deed.Target api(Wanted wanted) {
        return new Deed.Target("api", wanted.api(), null, null);
    }

    private void denied(Caller.Known caller, Deed.Target target, Wanted wanted, String method) {
        audit.record(
                new Deed(
                        caller,
                        wanted.api() + " " + method,
                        target,
                        new Deed.Ending.Refused(DENIED),
                        null));
    }

    private Reply notFound(Envelope envelope, Wanted wanted) {
        return failure(
                envelope.id(),
                new RpcError(
                        NOT_FOUND, "No service available which matches " + wanted.shown("rpc")));
    }

    private Reply failure(JsonNode id, RpcError error) {
        return new Reply.Answer(codec.write(new Message.Failure(id, error)), null);
    }
}
