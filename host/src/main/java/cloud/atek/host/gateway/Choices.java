package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.util.Optional;

/// What the people of the house have chosen and are called.
public interface Choices {

    /// Nobody chose anything.
    Choices NONE =
            new Choices() {
                @Override
                public Optional<ServiceKey> preferred(UserKey user, ApiId api) {
                    return Optional.empty();
                }

                @Override
                public Optional<UserKey> named(String username) {
                    return Optional.empty();
                }
            };

    /// The service that shall answer `api` for a user where several could.
    Optional<ServiceKey> preferred(UserKey user, ApiId api);

    Optional<UserKey> named(String username);
}
