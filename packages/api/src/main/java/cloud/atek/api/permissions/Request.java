package cloud.atek.api.permissions;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service asks its owner for, and he has not answered.
///
/// @param request names it
/// @param name of the service, for people
/// @param sentence what he is asked, in words of the host
/// @param reason what the service says why, shown as its words
/// @param what absent where he picks
/// @param pick `provider`, `folder` or `database`; absent where he says yes or no
/// @param choices what there is to pick from
/// @param since ISO 8601, UTC
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Request(
        String request,
        ServiceKey service,
        ServiceId id,
        String name,
        String sentence,
        @Nullable String reason,
        @Nullable What what,
        @Nullable String pick,
        @Nullable List<Choice> choices,
        String since) {

    /// @param key what is answered
    /// @param name for people
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Choice(String key, String name) {}
}
