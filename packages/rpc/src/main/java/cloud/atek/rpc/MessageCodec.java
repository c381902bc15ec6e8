package cloud.atek.rpc;

import static cloud.atek.rpc.RpcError.Code.INVALID_REQUEST;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Turns [Message]s into JSON bytes and back. Thread-safe.
public final class MessageCodec {

    /// How deep JSON from outside may nest. Real documents stay below 20; the parser and every
    /// recursive walk after it stay shallow.
    public static final int DEPTH_MAX = 128;

    /// How many digits a number from outside may have: a longer one costs quadratic time to read.
    public static final int NUMBER_DIGITS_MAX = 400;

    /// How many values, names, beginnings and ends of objects and arrays a call to a service may
    /// have: read, each takes up to 50 bytes of a small heap.
    public static final int CALL_TOKENS_MAX = 250_000;

    /// How long one text in a call to a service may be, in characters: while it is read it takes
    /// several times as many bytes.
    public static final int CALL_TEXT_CHARS_MAX = 4 << 20;

    private static final StreamReadConstraints BOUNDS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_DIGITS_MAX)
                    .build();

    /// Parsers for who only passes JSON on: bounded, but without the book-keeping that finds
    /// duplicate keys at every depth, and without a table of names: a million different ones in one
    /// call took a core for seconds.
    static final JsonFactory PASSING =
            JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /// The same for who cuts JSON into pieces: only parsers with a table of names know at which
    /// byte they are.
    static final JsonFactory CUTTING =
            JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /// The one strict reader of JSON from outside: no duplicate keys, nothing after the value,
    /// bounded depth and digits.
    public static final JsonMapper JSON = strict(BOUNDS);

    private static final JsonMapper CALLS =
            strict(
                    BOUNDS.rebuild()
                            .maxTokenCount(CALL_TOKENS_MAX)
                            .maxStringLength(CALL_TEXT_CHARS_MAX)
                            .build());

    private final JsonMapper reader;

    public MessageCodec() {
        this(JSON);
    }

    private MessageCodec(JsonMapper reader) {
        this.reader = reader;
    }

    /// One for who is called by anybody: it refuses what is beyond [#CALL_TOKENS_MAX] and
    /// [#CALL_TEXT_CHARS_MAX].
    public static MessageCodec ofCalls() {
        return new MessageCodec(CALLS);
    }

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
                ObjectNode error =
                        out.putObject("error")
                                .put("message", Surrogates.mended(text))
                                .put("code", code);
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
        return id.isTextual()
                ? !id.textValue().isEmpty() && Surrogates.firstLone(id.textValue()) < 0
                : id.canConvertToExactIntegral();
    }

    private static RpcError error(JsonNode error) {
        return new RpcError(
                error.path("code").asInt(), error.path("message").asText(), error.get("data"));
    }

    private JsonNode parse(byte[] bytes) {
        try (JsonParser in = reader.createParser(bytes)) {
            return parse(in);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are read without I/O", e);
        }
    }

    private static JsonNode parse(JsonParser in) {
        try {
            JsonNode whole = in.readValueAsTree();
            return whole == null ? MissingNode.getInstance() : whole;
        } catch (IOException e) {
            throw BrokenJson.at(in, e);
        }
    }

    private static JsonMapper strict(StreamReadConstraints bounds) {
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .streamReadConstraints(bounds)
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
