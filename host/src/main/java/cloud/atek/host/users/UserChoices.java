package cloud.atek.host.users;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Choices;
import java.util.Optional;

/// What users chose in their settings. Thread-safe; nobody chose anything while the server database
/// is not open.
public record UserChoices(Doorkeeper doors) implements Choices {

    @Override
    public Optional<ServiceKey> preferred(UserKey user, ApiId api) {
        return doors.account(user)
                .map(account -> account.providers().get(api.value()))
                .flatMap(UserChoices::key);
    }

    private static Optional<ServiceKey> key(String text) {
        try {
            return Optional.of(new ServiceKey(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<UserKey> named(String username) {
        return doors.named(username);
    }
}
