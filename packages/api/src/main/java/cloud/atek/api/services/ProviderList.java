package cloud.atek.api.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/// Who could answer an API for a user, in the order in which they are asked.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProviderList(List<Provider> providers) {

    /// A service that exports the API.
    ///
    /// @param meta what it says of itself in `exports[].meta`
    /// @param events the topics that it may tell of
    /// @param running whether it could answer at once
    /// @param chosen whether the user chose it, in the field `providers` of his settings
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Provider(
            ServiceKey key,
            ServiceId id,
            UserKey owningUserKey,
            Transport transport,
            Map<String, String> meta,
            List<String> events,
            boolean running,
            boolean chosen) {}
}
