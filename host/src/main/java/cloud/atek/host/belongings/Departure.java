package cloud.atek.host.belongings;

import cloud.atek.api.UserKey;
import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.DeleteOptions;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Accounts;
import cloud.atek.host.users.People;
import cloud.atek.host.users.Sessions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Ends an account: the sessions first, so that nobody stands in the way, then what the user has,
/// then the account. Until that, all of it can be done again. Thread-safe; one user at a time.
public final class Departure {

    private final ReentrantLock leaving = new ReentrantLock();
    private final Accounts accounts;
    private final Sessions sessions;
    private final Belongings belongings;

    public Departure(People people, Belongings belongings) {
        this.accounts = people.accounts();
        this.sessions = people.sessions();
        this.belongings = belongings;
    }

    /// @param by who wants it
    /// @return why not, as one sentence; empty when it is done or there was no such user
    public Optional<String> end(UserKey user, DeleteOptions options, UserKey by) {
        leaving.lock();
        try {
            if (accounts.find(user).isEmpty()) {
                return Optional.empty();
            }
            Heir heir = heir(user, options, by);
            Optional<String> refused =
                    accounts.lastAdminRefusal(user)
                            .or(() ->
                                    heir instanceof Heir.Refused(String why)
                                            ? Optional.of(why)
                                            : Optional.empty());
            return refused.isPresent() ? refused : end(user, heir);
        } finally {
            leaving.unlock();
        }
    }

    private Optional<String> end(UserKey user, Heir heir) {
        sessions.endAll(user);
        Optional<String> refused = settle(user, heir);
        if (refused.isEmpty()) {
            refused = accounts.delete(user);
        }
        if (refused.isPresent()) {
            return refused;
        }
        // He may have come back in between; now nothing of his lets anybody in.
        sessions.endAll(user);
        return settle(user, heir);
    }

    private Optional<String> settle(UserKey user, Heir heir) {
        return switch (heir) {
            case Heir.Refused(String why) -> Optional.of(why);
            case Heir.Nobody _ -> belongings.remove(user);
            case Heir.Of(UserKey to) -> belongings.give(user, to);
        };
    }

    /// Who gets what a user had.
    private sealed interface Heir {

        /// It is removed.
        record Nobody() implements Heir {}

        record Of(UserKey to) implements Heir {}

        record Refused(String why) implements Heir {}
    }

    private Heir heir(UserKey user, DeleteOptions options, UserKey by) {
        return switch (Objects.requireNonNullElse(options.services(), DeleteOptions.KEEP)) {
            case DeleteOptions.REMOVE -> new Heir.Nobody();
            case DeleteOptions.KEEP -> keeper(user, options, by);
            default -> new Heir.Refused("\"services\" is \"keep\" or \"remove\"");
        };
    }

    private Heir keeper(UserKey user, DeleteOptions options, UserKey by) {
        String name = options.to();
        if (name != null) {
            return accounts.named(name)
                    .filter(account -> !account.key().equals(user))
                    .<Heir>map(account -> new Heir.Of(account.key()))
                    .orElseGet(() -> new Heir.Refused("No other user has the name " + name));
        }
        if (accounts.find(by).isPresent() && !by.equals(user)) {
            return new Heir.Of(by);
        }
        return accounts.all().stream()
                .filter(account -> account.admin() && !account.key().equals(user))
                .map(Account::key)
                .findFirst()
                .<Heir>map(Heir.Of::new)
                .orElseGet(() ->
                        new Heir.Refused(
                                "There is no admin who could keep what belongs to this"
                                        + " user: name who gets it, or remove it"));
    }

    /// What a user has.
    public UsersApi.Belongings of(UserKey user) {
        return belongings.of(user);
    }
}
