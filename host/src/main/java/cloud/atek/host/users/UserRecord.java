package cloud.atek.host.users;

import cloud.atek.api.users.UsersApi;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A user as the server database keeps him, at `atek.cloud/user/<key>`.
///
/// @param hashedPassword Argon2id, in PHC string form
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UserRecord(
        String username,
        String hashedPassword,
        @Nullable String role,
        UsersApi.@Nullable UserSettings settings) {

    boolean admin() {
        return UsersApi.ADMIN.equals(role);
    }

    /// The hash stays out of logs.
    @Override
    public String toString() {
        return "UserRecord[" + username + "]";
    }
}
