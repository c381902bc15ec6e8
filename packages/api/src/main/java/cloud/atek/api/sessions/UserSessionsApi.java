package cloud.atek.api.sessions;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Log in, log out, who am I. `whoami` and `login` may be called by anyone.
public interface UserSessionsApi {

    ApiId ID = new ApiId("atek.cloud/user-sessions-api");

    Session whoami();

    /// Answers with the session and sets its cookie.
    Session login(Credentials credentials);

    void logout();

    /// @param isActive whether somebody is logged in
    /// @param userKey who, for pages that ask other APIs about him
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Session(
            boolean isActive,
            @Nullable String username,
            @Nullable String userKey,
            @Nullable String role) {

        public static final Session NONE = new Session(false, null, null, null);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }
}
