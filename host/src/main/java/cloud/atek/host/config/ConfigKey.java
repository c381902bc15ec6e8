package cloud.atek.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// One key of `config.json`, as its schema tells it.
///
/// @param meaning one sentence for people
/// @param wanted what fits, in words, such as `a TCP port, 0 to 65535`
/// @param usual what holds when the file does not say
/// @param effect when a change takes effect
public record ConfigKey(
        String name, String meaning, String wanted, JsonNode usual, Effect effect, boolean secret) {

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
