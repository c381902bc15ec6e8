package cloud.atek.host.users;

import cloud.atek.api.users.UsersApi;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A user as the server database keeps him, at `atek.cloud/user/<key>`.
///
/// @param hashedPassword Argon2id, in PHC string form
/// @param secondStep what makes his codes; null when a login wants none
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UserRecord(
        String username,
        String hashedPassword,
        @Nullable String role,
        UsersApi.@Nullable UserSettings settings,
        @Nullable SecondStep secondStep) {

    boolean admin() {
        return UsersApi.ADMIN.equals(role);
    }

    UserRecord withPassword(String hash) {
        return new UserRecord(username, hash, role, settings, secondStep);
    }

    UserRecord withSettings(UsersApi.UserSettings wanted) {
        return new UserRecord(username, hashedPassword, role, wanted, secondStep);
    }

    UserRecord withSecondStep(@Nullable SecondStep wanted) {
        return new UserRecord(username, hashedPassword, role, settings, wanted);
    }

    /// The hash stays out of logs.
    @Override
    public String toString() {
        return "UserRecord[" + username + "]";
    }
}
