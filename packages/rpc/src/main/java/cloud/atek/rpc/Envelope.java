package cloud.atek.rpc;

import static cloud.atek.rpc.RpcError.Code.INVALID_REQUEST;
import static cloud.atek.rpc.RpcError.Code.PARSE_ERROR;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The outside of one request, read by streaming: who forwards a call needs its id and method, and
/// never builds a tree of its params.
///
/// Everything that two readers could understand differently is refused: a member that stands twice,
/// a second value behind the first, an id that is not a non-empty string or an integer.
///
/// @param id a non-empty string or an integer
public record Envelope(JsonNode id, String method) {

    /// Reads the envelope and checks that the whole is one well-formed JSON object.
    ///
    /// @throws MalformedMessageException when it is not, or is not a JSON-RPC 2.0 request
    public static Envelope read(byte[] request) {
        try (JsonParser in = MessageCodec.PASSING.createParser(request)) {
            return placed(in);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are read without I/O", e);
        }
    }

    private static Envelope placed(JsonParser in) {
        try {
            return read(in);
        } catch (IOException e) {
            throw BrokenJson.at(in, e);
        }
    }

    /// Tells whether an answer is one well-formed JSON object; what it says is the caller's affair.
    public static boolean isObject(byte[] answer) {
        try (JsonParser in = MessageCodec.PASSING.createParser(answer)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            in.skipChildren();
            return in.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Envelope read(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            while (in.nextToken() != null) {
                // A broken rest is a parse error, whatever the beginning was.
            }
            throw new MalformedMessageException(INVALID_REQUEST, "want one JSON object");
        }
        var members = new Members();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            members.read(in);
        }
        if (in.nextToken() != null) {
            throw new MalformedMessageException(PARSE_ERROR, "want nothing after the object");
        }
        return members.envelope();
    }

    /// What is known so far; one thread, one read.
    private static final class Members {
        private final Set<String> seen = new HashSet<>();
        private @Nullable JsonNode id;
        private @Nullable String method;
        private @Nullable String version;

        void read(JsonParser in) throws IOException {
            String name = in.currentName();
            if (!seen.add(name)) {
                throw new MalformedMessageException(
                        INVALID_REQUEST, "member \"" + name + "\" stands twice");
            }
            JsonToken value = in.nextToken();
            switch (name) {
                case "jsonrpc" -> version = in.getValueAsString();
                case "method" -> method = value == JsonToken.VALUE_STRING ? in.getText() : null;
                case "id" -> id = id(in, value);
                default -> {
                    // Params and unknown members belong to the service.
                }
            }
            in.skipChildren();
        }

        private static @Nullable JsonNode id(JsonParser in, JsonToken value) throws IOException {
            return switch (value) {
                case VALUE_STRING -> in.getText().isEmpty() ? null : TextNode.valueOf(in.getText());
                case VALUE_NUMBER_INT ->
                        switch (in.getNumberType()) {
                            case INT -> IntNode.valueOf(in.getIntValue());
                            case LONG -> LongNode.valueOf(in.getLongValue());
                            default -> null;
                        };
                default -> null;
            };
        }

        Envelope envelope() {
            if (!"2.0".equals(version)) {
                throw new MalformedMessageException(INVALID_REQUEST, "want jsonrpc \"2.0\"");
            }
            if (method == null || method.isBlank()) {
                throw new MalformedMessageException(INVALID_REQUEST, "want method to be a name");
            }
            if (id == null) {
                throw new MalformedMessageException(
                        INVALID_REQUEST, "want id to be a non-empty string or an integer");
            }
            return new Envelope(id, method);
        }
    }
}
