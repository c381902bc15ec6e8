package cloud.atek.rpc;

import static cloud.atek.rpc.RpcError.Code.INVALID_REQUEST;
import static cloud.atek.rpc.RpcError.Code.PARSE_ERROR;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Turns [Message]s into JSON bytes and back. Thread-safe and stateless.
public final class MessageCodec {

    /// How deep JSON from outside may nest. Real documents stay below 20; the parser and every
    /// recursive walk after it stay shallow.
    public static final int DEPTH_MAX = 128;

    /// How many digits a number from outside may have: a longer one costs quadratic time to read.
    public static final int NUMBER_DIGITS_MAX = 400;

    private static final StreamReadConstraints BOUNDS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_DIGITS_MAX)
                    .build();

    /// Parsers for who only passes JSON on: bounded, but without the book-keeping that finds
    /// duplicate keys at every depth.
    static final JsonFactory PASSING = JsonFactory.builder().streamReadConstraints(BOUNDS).build();

    /// The one strict reader of JSON from outside: no duplicate keys, nothing after the value,
    /// bounded depth and digits.
    public static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(BOUNDS)
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    public byte[] write(Message message) {
        ObjectNode out = JSON.createObjectNode().put("jsonrpc", "2.0");
        switch (message) {
            case Message.Request(var id, var method, var params) -> {
                out.set("id", id);
                out.put("method", method);
                out.set("params", params);
            }
            case Message.Success(var id, var result) -> {
                out.set("id", id);
                out.set("result", result);
            }
            case Message.Failure(var id, RpcError(int code, String text, var data)) -> {
                out.set("id", id);
                ObjectNode error = out.putObject("error").put("message", text).put("code", code);
                if (data != null) {
                    error.set("data", data);
                }
            }
        }
        try {
            return JSON.writeValueAsBytes(out);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
    }

    /// Reads one message. A request without params, or with a params object, has empty params: the
    /// first Atek's services see it so.
    ///
    /// @throws MalformedMessageException when the bytes are not JSON, or are JSON but not a
    ///   JSON-RPC 2.0 message
    public Message read(byte[] bytes) {
        JsonNode in = parse(bytes);
        if (!in.isObject() || !"2.0".equals(in.path("jsonrpc").asText())) {
            throw new MalformedMessageException(
                    INVALID_REQUEST, "want a JSON object with jsonrpc \"2.0\"");
        }
        JsonNode id = in.has("id") ? in.get("id") : NullNode.getInstance();
        if (in.has("method")) {
            return request(in, id);
        }
        if (in.has("error")) {
            return new Message.Failure(id, error(in.path("error")));
        }
        if (in.has("result")) {
            return new Message.Success(id, in.get("result"));
        }
        throw new MalformedMessageException(INVALID_REQUEST, "want one of method, result, error");
    }

    private static Message.Request request(JsonNode in, JsonNode id) {
        if (!in.path("method").isTextual() || in.path("method").textValue().isBlank()) {
            throw new MalformedMessageException(INVALID_REQUEST, "want method to be a name");
        }
        if (!isId(id)) {
            throw new MalformedMessageException(
                    INVALID_REQUEST, "want id to be a non-empty string or an integer");
        }
        JsonNode params = in.path("params");
        return new Message.Request(
                id,
                in.path("method").textValue(),
                params.isArray() ? params : JSON.createArrayNode());
    }

    private static boolean isId(JsonNode id) {
        return (id.isTextual() && !id.textValue().isEmpty()) || id.canConvertToExactIntegral();
    }

    private static RpcError error(JsonNode error) {
        return new RpcError(
                error.path("code").asInt(), error.path("message").asText(), error.get("data"));
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new MalformedMessageException(PARSE_ERROR, "not JSON", e);
        }
    }
}
