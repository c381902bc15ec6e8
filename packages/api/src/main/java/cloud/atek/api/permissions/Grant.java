package cloud.atek.api.permissions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a service was granted, as it is shown.
///
/// @param key by which it is revoked
/// @param sentence what it allows, in words of the host
/// @param grantedAt ISO 8601, UTC
/// @param grantedBy name of the user; `system` for the command line
/// @param expires ISO 8601, UTC; absent: never
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Grant(
        String key,
        What what,
        String sentence,
        String grantedAt,
        String grantedBy,
        @Nullable String expires) {}
