package cloud.atek.lonestar;

import cloud.atek.api.users.UsersApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The users API over a map. Thread-safe.
final class FakeUsers implements UsersApi {

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();

    /// Tells whether this is the password of the user with that key.
    synchronized boolean opens(String key, String password) {
        return password.equals(passwords.get(key));
    }

    @Override
    public synchronized UserList list() {
        return new UserList(List.copyOf(users.values()));
    }

    @Override
    public synchronized User get(String userKey) {
        User user = users.get(userKey);
        if (user == null) {
            throw new RefusedException("Not found: " + userKey);
        }
        return user;
    }

    @Override
    public synchronized User create(NewUser user) {
        if (users.values().stream().anyMatch(old -> old.username().equals(user.username()))) {
            throw new RefusedException("This username has already been taken");
        }
        String key = user.username() + "Key";
        users.put(key, new User(key, user.username(), user.role()));
        passwords.put(key, user.password());
        return get(key);
    }

    @Override
    public synchronized User update(String userKey, UserUpdate update) {
        if (update.password() != null) {
            passwords.put(userKey, update.password());
        }
        return get(userKey);
    }

    @Override
    public synchronized void delete(String userKey, @Nullable DeleteOptions options) {
        users.remove(userKey);
        passwords.remove(userKey);
    }

    @Override
    public UserSettings getSettings(String userKey) {
        return new UserSettings(null);
    }

    @Override
    public UserSettings updateSettings(String userKey, UserSettings settings) {
        return settings;
    }

    @Override
    public Belongings belongings(String userKey) {
        return new Belongings(List.of(), List.of(), 0, "/_atek/export?user=" + userKey);
    }

    @Override
    public synchronized void setPassword(String userKey, PasswordChange change) {
        passwords.put(userKey, change.newPassword());
    }

    @Override
    public NewInvite invite(@Nullable InviteOptions options) {
        return new NewInvite(
                "1", "http://localhost/_atek/invite?code=1", "2030-01-01T00:00:00Z", "");
    }

    @Override
    public InviteList invites() {
        return new InviteList(List.of());
    }

    @Override
    public void uninvite(String id) {
        throw new RefusedException("There is no invite here");
    }

    @Override
    public TotpBegun beginTotp(String userKey, TotpStart start) {
        throw new RefusedException("There are no codes here");
    }

    @Override
    public RecoveryCodes confirmTotp(String userKey, TotpCode code) {
        throw new RefusedException("There are no codes here");
    }

    @Override
    public void resetTotp(String userKey, @Nullable TotpStart start) {
        throw new RefusedException("There are no codes here");
    }
}
