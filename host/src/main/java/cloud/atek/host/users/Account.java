package cloud.atek.host.users;

import cloud.atek.api.UserKey;
import cloud.atek.api.users.UsersApi;
import java.util.Optional;

/// One user of this host.
public record Account(UserKey key, UserRecord record) {

    public String username() {
        return record.username();
    }

    public boolean admin() {
        return record.admin();
    }

    /// Whether a login wants a code after the password.
    public boolean wantsCode() {
        return record.secondStep() != null;
    }

    /// The service that the root of the domain shows to him, when he chose one.
    public Optional<String> mainServiceId() {
        return Optional.ofNullable(record.settings()).map(UsersApi.UserSettings::mainServiceId);
    }

    /// What others may know of him.
    public UsersApi.User shown() {
        return new UsersApi.User(
                key.value(), record.username(), record.role(), wantsCode() ? true : null);
    }
}
