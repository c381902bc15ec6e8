package cloud.atek.api.sessions;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Log in, log out, who am I. `whoami` and `login` may be called by anyone.
public interface UserSessionsApi {

    ApiId ID = new ApiId("atek.cloud/user-sessions-api");

    /// Who is calling. Without a session that is nobody, and no error.
    Session whoami();

    /// Answers with the session and sets its cookie. Where the user has a second step and gave no
    /// code, it fails with [#CODE_WANTED].
    Session login(Credentials credentials);

    /// Ends the session of the caller and clears its cookie.
    void logout();

    /// The devices on which a user is logged in, the last one used first.
    ///
    /// @param userKey the caller unless given; another for admins only
    SessionList list(@Nullable String userKey);

    /// Ends sessions; what they have open is closed within a second. Ending what is not there is no
    /// error.
    ///
    /// @param which the `id` of one, `others` (all but the one that calls) or `all`
    /// @param userKey whose, as in [#list]
    void revoke(String which, @Nullable String userKey);

    /// Stands for all sessions of a user but the one that calls.
    String OTHERS = "others";

    /// Stands for all sessions of a user.
    String ALL = "all";

    record SessionList(List<SessionInfo> sessions) {}

    /// @param id names the session; not what proves it
    /// @param device such as "Firefox on Android"
    /// @param createdAt ISO 8601, UTC
    /// @param lastSeenAt ISO 8601, UTC; after a restart of the host up to an hour too early
    /// @param expiresAt ISO 8601, UTC; when it ends unless it is used again
    /// @param current whether it is the one that calls
    record SessionInfo(
            String id,
            String device,
            String createdAt,
            String lastSeenAt,
            String expiresAt,
            boolean current) {}

    /// Code of the error that says: name and password are right, now a code is wanted. Its data is
    /// `{"needs": "code"}`.
    int CODE_WANTED = -32020;

    /// Who is calling.
    ///
    /// @param isActive whether somebody is logged in
    /// @param username his name
    /// @param role `admin`, or absent
    /// @param userKey who, for pages that ask other APIs about him
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Session(
            boolean isActive,
            @Nullable String username,
            @Nullable String userKey,
            @Nullable String role) {

        public static final Session NONE = new Session(false, null, null, null);
    }

    /// @param code six digits of the app, or a recovery code; only where the user has a second step
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Credentials(String username, String password, @Nullable String code) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }
}
