package cloud.atek.api.services;

import cloud.atek.api.Activation;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to change; what is absent stays.
///
/// @param id a new service ID, and so a new subdomain
/// @param sourceUrl where updates come from
/// @param desiredVersion a version or range, for the next update
/// @param config merged into the old one; an empty value removes its key
/// @param activation when it runs, unless as its manifest says
/// @param idleSeconds after how long without a request it goes to sleep, when it runs on demand; 1
///   s to 7 days
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigureOptions(
        @Nullable String id,
        @Nullable String sourceUrl,
        @Nullable String desiredVersion,
        @Nullable Map<String, String> config,
        @Nullable Activation activation,
        @Nullable Integer idleSeconds) {

    /// Without a word on when it runs.
    public ConfigureOptions(
            @Nullable String id,
            @Nullable String sourceUrl,
            @Nullable String desiredVersion,
            @Nullable Map<String, String> config) {
        this(id, sourceUrl, desiredVersion, config, null, null);
    }
}
