package cloud.atek.api.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a service asks its owner for: a [What], or to pick one in the host's own dialog, of which
/// the service sees nothing but what he picked.
public sealed interface Wish {

    /// A yes or no.
    record Exactly(@JsonValue What what) implements Wish {}

    /// The owner picks: `{"pick": "provider", "api": …}`, `{"pick": "folder", "access": …}`,
    /// `{"pick": "database"}`.
    ///
    /// @param api of a provider
    /// @param access of a folder; `read` unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Pick(Kind pick, @Nullable ApiId api, @Nullable Access access) implements Wish {
        public Pick {
            if (pick == Kind.PROVIDER && api == null) {
                throw new IllegalArgumentException("pick \"provider\" wants an \"api\"");
            }
        }
    }

    /// What there is to pick from.
    enum Kind {
        /// The services that answer an API.
        @JsonProperty("provider")
        PROVIDER,

        /// The user's folders.
        @JsonProperty("folder")
        FOLDER,

        /// The user's databases.
        @JsonProperty("database")
        DATABASE;

        /// The word on the wire.
        public String word() {
            return switch (this) {
                case PROVIDER -> "provider";
                case FOLDER -> "folder";
                case DATABASE -> "database";
            };
        }
    }

    /// @throws IllegalArgumentException when it is neither
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Wish of(JsonNode json) {
        if (!json.has("pick")) {
            return new Exactly(What.of(json));
        }
        try {
            return MessageCodec.JSON.treeToValue(json, Pick.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "want \"pick\" to be \"provider\" with an \"api\", \"folder\" or \"database\"",
                    e);
        }
    }
}
