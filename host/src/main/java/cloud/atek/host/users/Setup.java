package cloud.atek.host.users;

import cloud.atek.api.users.UsersApi;
import java.util.concurrent.locks.ReentrantLock;

/// The one-time code of the first admin. Thread-safe.
///
/// The code has 256 random bits and lives only in memory: a new one is printed at each start until
/// it was used.
public final class Setup implements FirstAdmin {

    private final ReentrantLock creating = new ReentrantLock();
    private final String code = cloud.atek.crypto.Tokens.fresh();
    private final String codeHash = Tokens.hash(code);
    private final Accounts accounts;
    private final Sessions sessions;

    public Setup(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /// For the link that only the owner sees.
    public String code() {
        return code;
    }

    @Override
    public boolean wanted() {
        return accounts.none();
    }

    @Override
    public Outcome create(String givenCode, String username, String password) {
        creating.lock();
        try {
            if (!wanted()) {
                return new Outcome.Refused("The first account was made already. Log in instead");
            }
            if (!Tokens.hash(givenCode).equals(codeHash)) {
                return new Outcome.Refused(
                        "This link is no longer good. Use the one that `atek up` printed last");
            }
            return switch (accounts.create(username, password, UsersApi.ADMIN)) {
                case AccountChange.Refused(String message) -> new Outcome.Refused(message);
                case AccountChange.Done(Account account) ->
                        new Outcome.Created(sessions.start(account));
            };
        } finally {
            creating.unlock();
        }
    }
}
