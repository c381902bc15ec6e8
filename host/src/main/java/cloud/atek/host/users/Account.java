package cloud.atek.host.users;

import cloud.atek.api.UserKey;
import cloud.atek.api.users.UsersApi;
import java.util.Map;
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

    /// What he chose.
    public UsersApi.UserSettings settings() {
        Map<String, String> providers = providers();
        return new UsersApi.UserSettings(
                mainServiceId().orElse(null), providers.isEmpty() ? null : providers);
    }

    /// What he chooses now. Clients that know of no providers leave those alone.
    public UsersApi.UserSettings updated(UsersApi.UserSettings wanted) {
        return wanted.providers() == null
                ? new UsersApi.UserSettings(wanted.mainServiceId(), settings().providers())
                : wanted;
    }

    /// Which services he chose for which APIs, by id and key.
    public Map<String, String> providers() {
        return Optional.ofNullable(record.settings())
                .map(UsersApi.UserSettings::providers)
                .orElse(Map.of());
    }

    /// What others may know of him.
    public UsersApi.User shown() {
        return new UsersApi.User(
                key.value(), record.username(), record.role(), wantsCode() ? true : null);
    }
}
