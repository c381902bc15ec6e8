package cloud.atek.host.users;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// An invite as the server database keeps it, at `atek.cloud/invite/<hash of its code>`: who reads
/// the database cannot use it.
///
/// @param createdAt ISO 8601, UTC
/// @param expiresAt ISO 8601, UTC
/// @param by name of the admin who made it
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record InviteRecord(
        @Nullable String role,
        @Nullable String username,
        String createdAt,
        String expiresAt,
        String by) {}
