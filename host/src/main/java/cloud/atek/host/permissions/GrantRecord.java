package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.permissions.What;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A grant as the server database keeps it, at `atek.cloud/grant/<key>`.
///
/// @param user whose service it was when it was granted: it does not go to another owner
/// @param grantedAt ISO 8601, UTC
/// @param grantedBy name of who granted it
/// @param expires ISO 8601, UTC; absent: never
/// @param held of a folder to change what lay in it then; absent: nothing
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantRecord(
        ServiceKey service,
        UserKey user,
        What what,
        String grantedAt,
        String grantedBy,
        @Nullable String expires,
        @Nullable Held held) {

    /// The same, of something else.
    GrantRecord of(What other) {
        return new GrantRecord(service, user, other, grantedAt, grantedBy, expires, held);
    }

    /// Whether it has ended.
    boolean over(Instant now) {
        return expires != null && !now.isBefore(Instant.parse(expires));
    }
}
