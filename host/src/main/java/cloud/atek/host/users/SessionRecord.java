package cloud.atek.host.users;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A session as the server database keeps it, at `atek.cloud/user-session/<sessionId>`.
///
/// @param sessionId the hash of the cookie's token: who reads the database cannot log in with it
/// @param createdAt ISO 8601, UTC
/// @param expiresAt ISO 8601, UTC
/// @param service key of the service on whose subdomain it is good, null for the root of the domain
/// @param parent the root session it was made from; it ends with it
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionRecord(
        String sessionId,
        String userKey,
        String username,
        String createdAt,
        String expiresAt,
        @Nullable String service,
        @Nullable String parent) {}
