package cloud.atek.api.permissions;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one service wants, and what it has.
///
/// @param name for people
/// @param declared whether its manifest says what it needs
/// @param limited whether it has nothing but what was granted; one that is not may use every API
///   that its owner may
/// @param sentence how it is with it, in one sentence
/// @param wants what its manifest says
/// @param grants those that are in force
/// @param requests what its owner was asked and has not answered
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceRights(
        ServiceKey service,
        ServiceId id,
        String name,
        boolean declared,
        boolean limited,
        String sentence,
        List<Wanted> wants,
        List<Grant> grants,
        List<Request> requests,
        @Nullable List<String> devices) {

    /// @param sentence what it would be allowed, in words of the host
    /// @param reason what the package says why, shown as its words
    /// @param granted whether it has that
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Wanted(What what, String sentence, @Nullable String reason, boolean granted) {}
}
