package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One side of a comparison. On the wire `{dbId, at}`, or one of the two alone: a number or a time
/// is a moment, another text an id or an alias.
///
/// @param dbId null for the database that the call is about
/// @param at null for now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DbState(@Nullable String dbId, @Nullable Moment at) {

    public static final DbState NOW = new DbState(null, null);

    public static DbState at(long sequence) {
        return new DbState(null, Moment.of(sequence));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static DbState from(JsonNode json) {
        if (!json.isObject()) {
            boolean id = json.isTextual() && !json.textValue().matches("\\d{4,}-\\d\\d.*");
            return id ? new DbState(json.textValue(), null) : new DbState(null, Moment.from(json));
        }
        JsonNode dbId = json.path("dbId");
        if (!dbId.isTextual() && !dbId.isMissingNode() && !dbId.isNull()) {
            throw new IllegalArgumentException("dbId is a string");
        }
        return new DbState(
                dbId.textValue(), json.hasNonNull("at") ? Moment.from(json.get("at")) : null);
    }
}
