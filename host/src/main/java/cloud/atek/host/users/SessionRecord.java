package cloud.atek.host.users;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as the server database keeps it, at `atek.cloud/user-session/<sessionId>`.
///
/// @param sessionId the hash of the cookie's token: who reads the database cannot log in with it
/// @param createdAt ISO 8601, UTC
/// @param expiresAt ISO 8601, UTC; later when it is used
/// @param service key of the service on whose subdomain it is good, null for the root of the domain
/// @param parent the root session it was made from; it ends with it
/// @param device where somebody logged in, such as "Firefox on Android"; of the root only
/// @param lastSeenAt ISO 8601, UTC; kept once in a while only
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionRecord(
        String sessionId,
        String userKey,
        String username,
        String createdAt,
        String expiresAt,
        @Nullable String service,
        @Nullable String parent,
        @Nullable String device,
        @Nullable String lastSeenAt) {

    private static final int SHOWN_ID_LENGTH = 16;

    /// What others may call the session: it leads back to nothing that proves it.
    public String shownId() {
        return TokenHash.of(sessionId).substring(0, SHOWN_ID_LENGTH);
    }

    /// The session whose end is the end of this one.
    String root() {
        return parent == null ? sessionId : parent;
    }

    SessionRecord on(String wanted) {
        return new SessionRecord(
                sessionId,
                userKey,
                username,
                createdAt,
                expiresAt,
                service,
                parent,
                wanted,
                lastSeenAt);
    }

    SessionRecord seen(Instant at, Instant expires) {
        return new SessionRecord(
                sessionId,
                userKey,
                username,
                createdAt,
                expires.toString(),
                service,
                parent,
                device,
                at.toString());
    }
}
