package cloud.atek.lonestar;

import cloud.atek.api.users.UsersApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public synchronized void delete(String userKey) {
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
}
