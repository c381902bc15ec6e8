package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/// One key of `config.json`, as its schema tells it.
///
/// @param type of its JSON: `string`, `integer`, `boolean` or `array`
/// @param meaning one sentence for people
/// @param wanted what fits, in words, such as `a TCP port, 0 to 65535`
/// @param usual what holds when the file does not say
/// @param effect when a change takes effect
/// @param secret whether its value is never shown
public record ConfigKey(
        String name,
        String type,
        String meaning,
        String wanted,
        JsonNode usual,
        Effect effect,
        boolean secret) {

    /// All keys, in the order of the schema.
    public static final List<ConfigKey> ALL =
            Schemas.config().source().path("properties").properties().stream()
                    .map(entry -> of(entry.getKey(), entry.getValue()))
                    .toList();

    /// When a change of a key takes effect.
    public enum Effect {
        /// Within seconds, while the host runs.
        NOW,

        /// When the host starts the next time.
        RESTART,

        /// The host writes it, people do not.
        HOST;

        /// Such as `after a restart`.
        public String words() {
            return switch (this) {
                case NOW -> "at once";
                case RESTART -> "after a restart";
                case HOST -> "written by the host";
            };
        }
    }

    private static ConfigKey of(String name, JsonNode schema) {
        return new ConfigKey(
                name,
                schema.path("type").asText("string"),
                schema.path("title").asText(),
                schema.path("description").asText(),
                schema.path("default"),
                effect(schema.path("$comment").asText()),
                schema.path("writeOnly").asBoolean());
    }

    private static Effect effect(String word) {
        return switch (word) {
            case "now" -> Effect.NOW;
            case "restart" -> Effect.RESTART;
            case "host" -> Effect.HOST;
            default -> throw new IllegalStateException("the schema says no effect: " + word);
        };
    }

    public static Optional<ConfigKey> named(String name) {
        return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /// What somebody meant who mistyped a name.
    public static String nearest(String typed) {
        return Nearest.to(typed, ALL.stream().map(ConfigKey::name).toList());
    }

    /// The value that words on a command line mean; one that does not fit is for the schema to
    /// refuse.
    ///
    /// @param words at least one
    public JsonNode value(List<String> words) {
        String first = words.getFirst();
        boolean json =
                words.size() == 1
                        && (first.startsWith("{")
                                || (type.equals("array") && first.startsWith("[")));
        if (json || type.equals("integer") || type.equals("boolean")) {
            try {
                return MessageCodec.JSON.readTree(String.join(" ", words));
            } catch (JsonProcessingException e) {
                return TextNode.valueOf(String.join(" ", words));
            }
        }
        return type.equals("array")
                ? MessageCodec.JSON.valueToTree(words)
                : TextNode.valueOf(String.join(" ", words));
    }

    /// The keys whose values are not the same.
    static List<String> differing(ObjectNode a, ObjectNode b) {
        return ALL.stream()
                .map(ConfigKey::name)
                .filter(key -> !a.path(key).equals(b.path(key)))
                .toList();
    }

    /// The values with the defaults of all keys that they leave out.
    static ObjectNode complete(ObjectNode values) {
        ObjectNode all = values.objectNode();
        ALL.forEach(key ->
                all.set(
                        key.name(),
                        values.path(key.name()).isMissingNode()
                                ? key.usual()
                                : values.get(key.name())));
        return all;
    }
}
