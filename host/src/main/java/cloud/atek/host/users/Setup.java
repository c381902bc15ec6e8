package cloud.atek.host.users;

import cloud.atek.api.users.UsersApi;
import cloud.atek.crypto.Tokens;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one-time code of the first admin. Thread-safe.
///
/// The code has 256 random bits and lives only in memory: a new one is printed at each start until
/// it was used.
public final class Setup implements FirstAdmin {

    private final ReentrantLock creating = new ReentrantLock();
    private final String code = Tokens.fresh();
    private volatile @Nullable Book book;

    private record Book(Accounts accounts, Sessions sessions, Consumer<Account> welcome) {}

    /// The server database is open: from now on it is known whether an admin is wanted.
    ///
    /// @param welcome told of the new account; must not take long
    public void open(People people, Consumer<Account> welcome) {
        book = new Book(people.accounts(), people.sessions(), welcome);
    }

    /// For the link that only the owner sees.
    public String code() {
        return code;
    }

    @Override
    public boolean wanted() {
        Book open = book;
        return open != null && open.accounts().none();
    }

    @Override
    public Outcome create(String givenCode, String username, String password) {
        Book open = book;
        if (open == null) {
            return new Outcome.Refused("Atek is still starting. Try again in a moment");
        }
        creating.lock();
        try {
            if (!wanted()) {
                return new Outcome.Refused("The first account was made already. Log in instead");
            }
            if (!Tokens.same(givenCode, code)) {
                return new Outcome.Refused(
                        "This link is no longer good. Use the one that `atek up` printed last");
            }
            return switch (open.accounts().create(username, password, UsersApi.ADMIN)) {
                case AccountChange.Refused(String message) -> new Outcome.Refused(message);
                case AccountChange.Done(Account account) -> {
                    open.welcome().accept(account);
                    yield new Outcome.Created(open.sessions().start(account));
                }
            };
        } finally {
            creating.unlock();
        }
    }
}
