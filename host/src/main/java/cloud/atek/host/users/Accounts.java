package cloud.atek.host.users;

import cloud.atek.api.UserKey;
import cloud.atek.api.users.UsersApi;
import cloud.atek.crypto.PasswordHash;
import cloud.atek.host.serverdb.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The people who may log in. Thread-safe.
public final class Accounts {

    static final int USERNAME_MIN = 3;
    static final int USERNAME_MAX = 64;
    static final int PASSWORD_MIN = 8;

    /// Verified when nobody has the wanted name, so that a stranger cannot tell by the time it
    /// takes. Of the cost of a real one; no password is known for it.
    private static final PasswordHash NOBODYS =
            new PasswordHash(
                    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
                            + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/user";

    private final PasswordWork work = new PasswordWork();
    private final ReentrantLock changing = new ReentrantLock();
    private final Table<UserRecord> users;
    private final Supplier<String> keys;

    /// @param keys makes keys that were never used before
    public Accounts(Table<UserRecord> users, Supplier<String> keys) {
        this.users = users;
        this.keys = keys;
    }

    public boolean none() {
        return users.all().isEmpty();
    }

    /// All accounts, oldest first.
    public List<Account> all() {
        return users.all().entrySet().stream()
                .map(row -> new Account(new UserKey(row.getKey()), row.getValue()))
                .toList();
    }

    public Optional<Account> find(UserKey key) {
        return users.find(key.value()).map(record -> new Account(key, record));
    }

    /// Finds by name; upper case is lower case here.
    public Optional<Account> named(String username) {
        String wanted = folded(username);
        return all().stream()
                .filter(account -> folded(account.username()).equals(wanted))
                .findFirst();
    }

    /// What came of comparing a name and a password.
    sealed interface Authenticated {

        record Yes(Account account) implements Authenticated {}

        record No() implements Authenticated {}

        /// Too many passwords are being compared.
        record Busy() implements Authenticated {}
    }

    /// Finds the account whose name and password these are. Takes the same time whatever is wrong.
    Authenticated authenticate(String username, String password) {
        Optional<Account> account = named(username);
        PasswordHash hash =
                account.map(found -> new PasswordHash(found.record().hashedPassword()))
                        .orElse(NOBODYS);
        Optional<Boolean> right = work.matches(hash, password);
        if (right.isEmpty()) {
            return new Authenticated.Busy();
        }
        return account.filter(_ -> right.get())
                .<Authenticated>map(Authenticated.Yes::new)
                .orElseGet(Authenticated.No::new);
    }

    /// Changes a record, alone, to what `change` makes of it.
    ///
    /// @param change empty leaves it as it is
    /// @return empty when nothing was changed
    Optional<Account> change(UserKey key, Function<UserRecord, Optional<UserRecord>> change) {
        changing.lock();
        try {
            Optional<UserRecord> next = users.find(key.value()).flatMap(change);
            next.ifPresent(record -> users.put(key.value(), record));
            return next.map(record -> new Account(key, record));
        } finally {
            changing.unlock();
        }
    }

    /// Why there cannot be an account of this name and password.
    Optional<String> wrong(String username, String password) {
        return wrongName(username).or(() -> wrongPassword(password));
    }

    public AccountChange create(String username, String password, @Nullable String role) {
        changing.lock();
        try {
            Optional<String> wrong = wrong(username, password);
            if (wrong.isPresent()) {
                return new AccountChange.Refused(wrong.get());
            }
            var key = new UserKey(keys.get());
            return stored(key, new UserRecord(username, work.hash(password), role, null, null));
        } finally {
            changing.unlock();
        }
    }

    /// Changes what the update names; the rest stays.
    public AccountChange update(Account account, UsersApi.UserUpdate update) {
        changing.lock();
        try {
            UserRecord old = users.find(account.key().value()).orElseGet(account::record);
            String name = update.username() == null ? old.username() : update.username();
            boolean renamed = !folded(name).equals(folded(old.username()));
            Optional<String> wrong = renamed ? wrongName(name) : Optional.empty();
            String password = update.password();
            if (password != null) {
                wrong = wrong.or(() -> wrongPassword(password));
            }
            if (wrong.isPresent()) {
                return new AccountChange.Refused(wrong.get());
            }
            String hash = password == null ? old.hashedPassword() : work.hash(password);
            String role = update.role() == null ? old.role() : known(update.role());
            if (old.admin() && !UsersApi.ADMIN.equals(role) && lastAdmin(account)) {
                return new AccountChange.Refused("The last admin must stay one");
            }
            return stored(
                    account.key(),
                    new UserRecord(name, hash, role, old.settings(), old.secondStep()));
        } finally {
            changing.unlock();
        }
    }

    /// Sets a new password and ends nothing; that is the caller's.
    public AccountChange password(Account account, String password) {
        Optional<String> wrong = wrongPassword(password);
        if (wrong.isPresent()) {
            return new AccountChange.Refused(wrong.get());
        }
        String hash = work.hash(password);
        return changed(account, record -> record.withPassword(hash));
    }

    public AccountChange settings(Account account, UsersApi.UserSettings settings) {
        return changed(account, record -> record.withSettings(settings));
    }

    private AccountChange changed(Account account, UnaryOperator<UserRecord> change) {
        return change(account.key(), record -> Optional.of(change.apply(record)))
                .<AccountChange>map(AccountChange.Done::new)
                .orElseGet(() -> new AccountChange.Refused("This account was deleted"));
    }

    /// Deletes; the last admin stays, or nobody could let anybody in.
    ///
    /// @return why not, empty when it is done or there was no such account
    public Optional<String> delete(UserKey key) {
        changing.lock();
        try {
            Optional<String> refused = lastAdminRefusal(key);
            if (refused.isEmpty() && find(key).isPresent()) {
                users.remove(key.value());
            }
            return refused;
        } finally {
            changing.unlock();
        }
    }

    /// Why an account cannot be deleted, as one sentence.
    public Optional<String> lastAdminRefusal(UserKey key) {
        return find(key).filter(this::lastAdmin).map(_ -> "The last admin cannot be deleted");
    }

    private AccountChange stored(UserKey key, UserRecord record) {
        users.put(key.value(), record);
        return new AccountChange.Done(new Account(key, record));
    }

    /// An empty role is none.
    private static @Nullable String known(String role) {
        return role.isBlank() ? null : role;
    }

    private boolean lastAdmin(Account account) {
        return account.admin() && all().stream().filter(Account::admin).count() == 1;
    }

    private Optional<String> wrongName(String username) {
        if (username.length() < USERNAME_MIN || username.length() > USERNAME_MAX) {
            return Optional.of("A username has 3 to 64 characters");
        }
        if (!username.equals(username.strip())
                || username.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("A username has no space at its ends and no control characters");
        }
        if (folded(username).equals(UserKey.SYSTEM.value())) {
            return Optional.of("The username system is reserved");
        }
        return named(username).map(_ -> "This username has already been taken");
    }

    private static Optional<String> wrongPassword(String password) {
        if (password.codePointCount(0, password.length()) < PASSWORD_MIN) {
            return Optional.of("A password has at least 8 characters");
        }
        return fits(password) ? Optional.empty() : Optional.of("A password has at most 1024 bytes");
    }

    private static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= PasswordHash.PASSWORD_BYTES_MAX;
    }

    private static String folded(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
