package cloud.atek.kit;

import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.googlecode.jsonrpc4j.IJsonRpcClient;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What jsonrpc4j's proxies call: one API behind the gateway. Thread-safe.
final class GatewayClient implements IJsonRpcClient {

    /// One call is one request: an id has nothing to tell apart.
    private static final JsonNode ID = IntNode.valueOf(1);

    private final MessageCodec codec = new MessageCodec();
    private final ApiId api;
    private final Gateway gateway;

    GatewayClient(ApiId api, Gateway gateway) {
        this.api = api;
        this.gateway = gateway;
    }

    @Override
    public void invoke(String method, Object argument) {
        invoke(method, argument, Void.class);
    }

    @Override
    public <T> T invoke(String method, Object argument, Class<T> type) {
        return type.cast(invoke(method, argument, (Type) type));
    }

    @Override
    public <T> T invoke(
            String method, Object argument, Class<T> type, Map<String, String> headers) {
        return invoke(method, argument, type);
    }

    @Override
    public Object invoke(String method, Object argument, Type type, Map<String, String> headers) {
        return invoke(method, argument, type);
    }

    @Override
    @SuppressWarnings("NullAway") // jsonrpc4j has no annotations; a void method's result is null.
    public Object invoke(String method, @Nullable Object argument, Type type) {
        var request = new Message.Request(ID, method, params(argument));
        if (type instanceof ParameterizedType live && live.getRawType() == Live.class) {
            return open(method, request, live.getActualTypeArguments()[0]);
        }
        return switch (answer(method, request)) {
            case Message.Success(_, JsonNode result) -> value(method, result, type);
            case Message.Failure(_, RpcError error) -> throw new RpcException(error);
            case Message.Request _ -> throw unreadable(method, null);
        };
    }

    private Live<?> open(String method, Message.Request request, Type event) {
        try {
            return switch (gateway.open(api, codec.write(request))) {
                case Gateway.Opened.Stream(var in) -> new ReceivedEvents<>(in, event);
                case Gateway.Opened.Whole(byte[] answer) -> throw refused(method, answer);
            };
        } catch (MalformedMessageException e) {
            throw unreadable(method, e);
        } catch (IOException e) {
            throw new RpcException(
                    RpcError.Code.UNREACHABLE, "the host did not answer " + method, e);
        }
    }

    private RpcException refused(String method, byte[] answer) throws MalformedMessageException {
        return codec.read(answer) instanceof Message.Failure(_, RpcError error)
                ? new RpcException(error)
                : unreadable(method, null);
    }

    private static ArrayNode params(@Nullable Object argument) {
        JsonNode all = Json.MAPPER.valueToTree(argument == null ? new Object[0] : argument);
        ArrayNode params = all instanceof ArrayNode array ? array : Json.MAPPER.createArrayNode();
        while (!params.isEmpty() && params.get(params.size() - 1).isNull()) {
            params.remove(params.size() - 1);
        }
        return params;
    }

    private Message answer(String method, Message.Request request) {
        try {
            return codec.read(gateway.post(api, codec.write(request)));
        } catch (MalformedMessageException e) {
            throw unreadable(method, e);
        } catch (IOException e) {
            throw new RpcException(
                    RpcError.Code.UNREACHABLE, "the host did not answer " + method, e);
        }
    }

    private static @Nullable Object value(String method, JsonNode result, Type type) {
        if (type == void.class || type == Void.class || result.isNull()) {
            return null;
        }
        try {
            return Json.MAPPER.readerFor(Json.MAPPER.constructType(type)).readValue(result);
        } catch (IOException e) {
            throw unreadable(method, e);
        }
    }

    private static RpcException unreadable(String method, @Nullable Throwable cause) {
        String message = "the answer to " + method + " does not fit its declaration";
        return cause == null
                ? new RpcException(RpcError.Code.INVALID_RESPONSE, message)
                : new RpcException(RpcError.Code.INVALID_RESPONSE, message, cause);
    }
}
