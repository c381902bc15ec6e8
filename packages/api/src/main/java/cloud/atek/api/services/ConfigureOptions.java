package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to change; what is absent stays.
///
/// @param config merged into the old one; an empty value removes its key
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigureOptions(
        @Nullable String id,
        @Nullable String sourceUrl,
        @Nullable String desiredVersion,
        @Nullable Map<String, String> config) {}
