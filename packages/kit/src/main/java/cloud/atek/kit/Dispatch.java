package cloud.atek.kit;

import cloud.atek.rpc.Message;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.googlecode.jsonrpc4j.ErrorResolver.JsonError;
import com.googlecode.jsonrpc4j.JsonRpcBasicServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the methods of one API's implementation through jsonrpc4j. Thread-safe.
///
/// jsonrpc4j finds the method, converts the params and calls. What it does against JSON-RPC 2.0, or
/// tells callers too much, is done here: envelopes and ids, unknown methods, params that do not
/// fit, exceptions.
final class Dispatch<A> {

    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

    private final Class<A> api;
    private final Params params;
    private final Function<Caller, ? extends A> implementation;

    Dispatch(Class<A> api, Function<Caller, ? extends A> implementation) {
        if (!api.isInterface()) {
            throw new IllegalArgumentException("want an interface, not " + api.getName());
        }
        this.api = api;
        this.implementation = implementation;
        this.params = new Params(api);
    }

    /// Never throws for what a caller did wrong or the implementation refused.
    Message.Answer call(Caller caller, Message.Request request) {
        Optional<RpcError> refused = params.check(request.method(), request.params());
        if (refused.isPresent()) {
            return new Message.Failure(request.id(), refused.get());
        }
        try {
            return new Server(implementation.apply(caller)).call(request);
        } catch (RuntimeException e) {
            return new Message.Failure(request.id(), shown(request.method(), e));
        }
    }

    /// Whether a method answers with a stream of events, and so by [#open].
    boolean streams(String method) {
        return params.live(method).isPresent();
    }

    /// What becomes of a call that wants a stream.
    sealed interface Opened {
        record Stream(Served<?> served) implements Opened {}

        record Refused(Message.Failure failure) implements Opened {}
    }

    /// As [#call], for a method that answers with a stream.
    Opened open(Caller caller, Message.Request request) {
        String name = request.method();
        Optional<RpcError> refused = params.check(name, request.params());
        Optional<Method> method = params.live(name);
        if (refused.isPresent() || method.isEmpty()) {
            var error = new RpcError(RpcError.Code.NOT_FOUND, name + " answers with no stream");
            return refused(request, refused.orElse(error));
        }
        Optional<@Nullable Object[]> values = params.values(method.get(), request.params());
        if (values.isEmpty()) {
            return refused(request, params.misfit(name, request.params()));
        }
        try {
            return method.get().invoke(implementation.apply(caller), values.get())
                            instanceof Served<?> served
                    ? new Opened.Stream(served)
                    : refused(request, shown(name, new IllegalStateException("want a Served")));
        } catch (InvocationTargetException e) {
            return refused(request, shown(name, e.getTargetException()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("an API is public", e);
        } catch (RuntimeException e) {
            return refused(request, shown(name, e));
        }
    }

    private static Opened refused(Message.Request request, RpcError error) {
        return new Opened.Refused(new Message.Failure(request.id(), error));
    }

    /// What a caller may know of `e`.
    private RpcError shown(String method, Throwable e) {
        if (e instanceof RpcException refused) {
            return refused.error();
        }
        boolean ours =
                e instanceof IllegalArgumentException
                        && !(e.getCause() instanceof JsonProcessingException);
        String message = e.getMessage();
        if (ours && message != null) {
            return new RpcError(RpcError.Code.INVALID_PARAM, message);
        }
        log.error("{}.{} failed", api.getSimpleName(), method, e);
        return new RpcError(RpcError.Code.FAILED, method + " failed");
    }

    /// jsonrpc4j for one call: it knows one implementation, and ours knows its caller.
    private final class Server extends JsonRpcBasicServer {

        private boolean called;

        Server(A implementation) {
            super(Json.MAPPER, implementation, api);
            setAllowExtraParams(true);
            setAllowLessParams(true);
            setShouldLogInvocationErrors(false);
            setErrorResolver(this::resolve);
        }

        private JsonError resolve(Throwable e, Method method, List<JsonNode> values) {
            called = true;
            RpcError error = shown(method.getName(), e);
            return new JsonError(error.code(), error.message(), error.data());
        }

        Message.Answer call(Message.Request request) {
            ObjectNode envelope = Json.MAPPER.createObjectNode().put("jsonrpc", "2.0");
            envelope.put("id", 1).put("method", request.method());
            envelope.set("params", request.params());
            try {
                return answer(request, handleJsonNodeRequest(envelope).getResponse());
            } catch (JsonProcessingException e) {
                return misfit(request);
            }
        }

        private Message.Answer answer(Message.Request request, JsonNode said) {
            JsonNode error = said.get("error");
            if (error == null) {
                JsonNode result = said.get("result");
                return new Message.Success(
                        request.id(), result == null ? NullNode.getInstance() : result);
            }
            if (!called) {
                return misfit(request);
            }
            return new Message.Failure(
                    request.id(),
                    new RpcError(
                            error.path("code").asInt(),
                            error.path("message").asText(),
                            error.get("data")));
        }

        private Message.Answer misfit(Message.Request request) {
            return new Message.Failure(
                    request.id(), params.misfit(request.method(), request.params()));
        }
    }
}
