package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what stands on the command line.
final class Words {

    private Words() {}

    /// `/a/b`, or the names apart, `["a", "b/c"]`.
    static KeyPath path(String text) {
        try {
            return text.startsWith("[")
                    ? MessageCodec.JSON.readValue(text, KeyPath.class)
                    : KeyPath.parse(text);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw usage(
                    "\"%s\" is no path: want one such as /notes/1, or [\"notes\", \"a/b\"]."
                            .formatted(text),
                    e);
        }
    }

    /// A sequence, or a time.
    static JsonNode moment(String text) {
        return text.matches("\\d{1,18}")
                ? MessageCodec.JSON.getNodeFactory().numberNode(Long.parseLong(text))
                : MessageCodec.JSON.getNodeFactory().textNode(text);
    }

    /// JSON of any kind; what is none is a string.
    static JsonNode value(String text) {
        try {
            JsonNode json = MessageCodec.JSON.readTree(text);
            return json.isMissingNode() ? MessageCodec.JSON.getNodeFactory().textNode(text) : json;
        } catch (JsonProcessingException e) {
            return MessageCodec.JSON.getNodeFactory().textNode(text);
        }
    }

    /// @param what it is, for the sentence when it is none
    static ObjectNode object(byte[] json, String what) {
        JsonNode read;
        try {
            read = MessageCodec.JSON.readTree(json);
        } catch (IOException e) {
            throw usage("%s is %s.".formatted(what, BrokenLine.of(json)), e);
        }
        if (!(read instanceof ObjectNode object)) {
            throw usage(what + " is no JSON object: want one such as {\"n\": 1}.", null);
        }
        return object;
    }

    static ObjectNode object(String json, String what) {
        return object(json.getBytes(StandardCharsets.UTF_8), what);
    }

    static CommandFailedException usage(String message, @Nullable Exception cause) {
        return new CommandFailedException(ExitCode.USAGE, message, cause);
    }
}
