package cloud.atek.api.users;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The people who use this host. Admins see all, others themselves.
public interface UsersApi {

    ApiId ID = new ApiId("atek.cloud/users-api");

    /// The one role that means something.
    String ADMIN = "admin";

    UserList list();

    User get(String userKey);

    User create(NewUser user);

    User update(String userKey, UserUpdate update);

    void delete(String userKey);

    UserSettings getSettings(String userKey);

    UserSettings updateSettings(String userKey, UserSettings settings);

    record UserList(List<User> users) {}

    /// @param username 3 to 64 characters
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(String key, String username, @Nullable String role) {}

    /// @param password at least 8 characters
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewUser(String username, String password, @Nullable String role) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    /// What is to change; what is absent stays.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserUpdate(@Nullable String username, @Nullable String password, @Nullable String role) {
        @Override
        public String toString() {
            return "UserUpdate[" + username + "]";
        }
    }

    /// @param mainServiceId the service that the root of the domain shows to this user
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserSettings(@Nullable String mainServiceId) {}
}
